package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides reach the relay through an HTTP proxy only. */
@Timeout(60)
class ProxyIT {
  private final Roles roles = new Roles();

  @AfterEach
  void endAll() {
    roles.close();
  }

  @Test
  void carriesDatagramsBothWays() {
    RelayServer relay = roles.relay();
    ConnectProxy proxy = roles.keep(ConnectProxy.open());
    ProxyChoice choice = ProxyChoice.always(proxy.proxy());
    UdpPeer server = roles.peer().echoing();
    Exposer exposer =
        roles.exposer(relay, builder -> builder.target(server.port()).proxies(choice));
    Connector connector = roles.connector(relay, exposer, builder -> builder.proxies(choice));
    UdpPeer client = roles.peer();

    client.send("through the proxy", connector.localAddress());

    assertThat(client.receive().text()).isEqualTo("through the proxy");
    assertThat(proxy.requests()).hasSize(2);
  }

  @Test
  void endsAStartAtOnceWhereTheProxyAsksForALogin() {
    ConnectProxy proxy = roles.keep(ConnectProxy.asking("ann", "s3cret"));
    RelayServer relay = roles.relay();

    assertThatThrownBy(
            () ->
                Exposer.builder()
                    .relay(Roles.uri(relay))
                    .target(9)
                    .waitForRelay(Duration.ofMinutes(5))
                    .proxies(ProxyChoice.always(proxy.proxy()))
                    .start())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("HTTP 407");
    assertThat(proxy.requests()).hasSize(1);
  }
}
