package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A parser of somebody else's reads what is written. */
class JsonLineTest {
  @Test
  void writesTextsNumbersAndTruth() {
    assertThat(
            Event.of("sample")
                .with("text", "a \"b\" \\c")
                .with("number", -7)
                .with("large", Long.MAX_VALUE)
                .with("truth", true)
                .json(Instant.parse("2027-01-02T03:04:05Z")))
        .isEqualTo(
            "{\"time\":\"2027-01-02T03:04:05.000Z\",\"event\":\"sample\","
                + "\"text\":\"a \\\"b\\\" \\\\c\",\"number\":-7,"
                + "\"large\":9223372036854775807,\"truth\":true}");
  }

  @Test
  void everyUnitOfUtf16ComesThroughOnOneLineOfAscii() {
    StringBuilder some = new StringBuilder();
    for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
      some.append((char) unit);
      if (some.length() == 4_096) {
        assertComesThrough(some.toString());
        some.setLength(0);
      }
    }
    assertThat(some).isEmpty();
  }

  @Property(tries = 300)
  void everyTextComesThrough(@ForAll String text) {
    assertComesThrough(text);
  }

  @Test
  void charactersBeyondTheBasicPlaneComeThrough() {
    assertComesThrough("\uD83D\uDE80");
  }

  private static void assertComesThrough(String text) {
    String line = JsonLine.of(Map.of("text", text));
    assertThat(line).matches("[ -~]+");
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      JsonObject object = reader.readObject();
      assertThat(object.getString("text")).isEqualTo(text);
    }
  }
}
