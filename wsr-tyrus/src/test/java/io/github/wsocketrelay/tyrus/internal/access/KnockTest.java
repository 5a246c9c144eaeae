package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Authenticator.Use;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnockTest {

  @Test
  void headersAreFoundByTheirNamesInAnyCase() {
    Knock knock =
        new Knock(
            Use.EXPOSE,
            "tag",
            new InetSocketAddress("192.0.2.1", 1_000),
            Map.of("ORIGIN", List.of("a", "b"), "Host", List.of("c")),
            null,
            List.of());
    assertThat(knock.values("Origin")).containsExactly("a", "b");
    assertThat(knock.values("host")).containsExactly("c");
    assertThat(knock.values("Cookie")).isEmpty();
  }
}
