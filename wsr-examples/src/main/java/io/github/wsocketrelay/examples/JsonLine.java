package io.github.wsocketrelay.examples;

import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes a flat JSON object (RFC 8259) on one line, in ASCII: whatever the terminal's encoding and
 * whatever a reader takes for the end of a line, it comes through.
 */
final class JsonLine {
  private JsonLine() {}

  /** The fields in their order; a value is a text, a whole number or a truth value. */
  static String of(Map<String, Object> fields) {
    StringJoiner line = new StringJoiner(",", "{", "}");
    fields.forEach((name, value) -> line.add(quoted(name) + ":" + text(value)));
    return line.toString();
  }

  private static String text(Object value) {
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        quoted.append('\\').append(unit);
      } else if (unit < ' ' || unit > '~') {
        quoted.append("\\u%04x".formatted((int) unit));
      } else {
        quoted.append(unit);
      }
    }
    return quoted.append('"').toString();
  }
}
