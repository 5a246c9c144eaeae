package io.github.wsocketrelay.tyrus.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SideLinksTest {
  private static final Optional<AccessToken> NONE = Optional.empty();

  private static List<URI> relays(String... relays) {
    return Stream.of(relays).map(URI::create).toList();
  }

  @Test
  void warnsOfRelaysWhoseLinksOthersCanRead() {
    assertThat(
            SideLinks.warning(
                relays("ws://a.example", "wss://b.example", "ws://127.0.0.1:1", "ws://10.0.0.1"),
                NONE))
        .contains(
            "the link to ws://a.example, ws://10.0.0.1 is not encrypted: everybody on the way can read and change it; use wss://");
  }

  @Test
  void warnsOfTheTokenToo() {
    AccessToken token = AccessToken.generate();

    assertThat(SideLinks.warning(relays("ws://a.example"), Optional.of(token)))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("and read the access token")
                    .doesNotContain(token.text()));
  }

  @Test
  void doesNotWarnOfThisMachineNorOfTls() {
    assertThat(
            SideLinks.warning(
                relays("ws://localhost:80", "ws://[::1]:80", "ws://127.1.2.3", "wss://b.example"),
                NONE))
        .isEmpty();
  }
}
