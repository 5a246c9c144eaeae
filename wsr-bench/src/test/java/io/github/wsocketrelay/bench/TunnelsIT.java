package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.examples.LinkSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunnelsIT {
  private static final InetSocketAddress NOBODY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  @Test
  void knowsWhenTunnelsHaveBroken() throws Exception {
    RelayServer relay = RelayServer.builder().bind("127.0.0.1").start();
    try (Tunnels tunnels = Tunnels.open(setting(relay), List.of(NOBODY), 1, 2)) {
      tunnels.checkOpen();
      relay.close();
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(tunnels::checkOpen)
                      .isInstanceOf(WsrException.class)
                      .hasMessageStartingWith("3 of 3 exposers and connectors lost the relay"));
    } finally {
      relay.close();
    }
  }

  private static Setting setting(RelayServer relay) {
    URI address = RelayAddress.parse("127.0.0.1:" + relay.localAddress().getPort());
    return new Setting(
        Optional.of(address),
        new LinkSecurity(SideTls.DEFAULT, ProxyChoice.none(), Optional.empty()),
        NOBODY,
        Duration.ZERO,
        Duration.ofSeconds(1));
  }
}
