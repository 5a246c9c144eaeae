package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.Use;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessSecretsTest {
  private static final AccessToken TOKEN = AccessToken.generate();

  @Test
  void theTextOfAKnockShowsNoHeaderAndNoQuery() {
    Knock knock =
        new Knock(
            Use.EXPOSE,
            "tag",
            new InetSocketAddress("192.0.2.1", 1_000),
            Map.of("Authorization", List.of("Bearer " + TOKEN.text())),
            "token=" + TOKEN.text(),
            List.of());
    assertThat(knock.toString()).contains("192.0.2.1").doesNotContain(TOKEN.text());
  }

  @Test
  void theTextOfATokensEntryShowsWhoseItIsAndNoHash() {
    TokenEntry entry =
        new TokenEntry(TOKEN.sha256(), "ada", Set.of(Use.EXPOSE), Instant.MAX, 0, Map.of());
    assertThat(entry.toString()).contains("ada").doesNotContain(TOKEN.sha256());
  }
}
