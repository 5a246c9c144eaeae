package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedRelayExampleIT {
  @Test
  void listensUntilEnter() throws Exception {
    try (CommandProcess relay = CommandProcess.start(EmbeddedRelayExample.class, "0")) {
      relay.awaitLine("relay listening on .*:(\\d+);");
      relay.type("");
      assertThat(relay.awaitExit()).as(relay.toString()).isZero();
    }
  }
}
