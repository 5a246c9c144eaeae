package io.github.wsocketrelay.examples;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened, for programs to read: a name, and fields that are texts, numbers or
 * truth values. docs/command-lines.md lists all; names and meanings stay as they are.
 */
final class Event {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Event(String name) {
    fields.put("event", name);
  }

  static Event of(String name) {
    return new Event(name);
  }

  Event with(String field, String text) {
    fields.put(field, text);
    return this;
  }

  Event with(String field, long number) {
    fields.put(field, number);
    return this;
  }

  Event with(String field, boolean truth) {
    fields.put(field, truth);
    return this;
  }

  /** One line of JSON, with the time first, in UTC and to the millisecond. */
  String json(Instant time) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("time", TIME.format(time));
    all.putAll(fields);
    return JsonLine.of(all);
  }
}
