package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectClientContainerTest {
  private static final URI RELAY = URI.create("ws://relay.example:8080/wsr/v1/expose/x");

  /** Has a proxy of a type for one scheme. */
  private static ProxySelector selector(String proxied, Proxy.Type type) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        assertThat(uri.getHost()).isEqualTo("relay.example");
        return List.of(
            uri.getScheme().equals(proxied)
                ? new Proxy(type, InetSocketAddress.createUnresolved("proxy.example", 3128))
                : Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "socket"})
  void leavesALinkThroughAProxyToTyrus(String scheme) {
    assertThat(DirectClientContainer.isProxied(RELAY, selector(scheme, Proxy.Type.HTTP))).isTrue();
  }

  @Test
  void connectsItselfWhereThereIsNoProxyThatTyrusKnows() {
    assertThat(DirectClientContainer.isProxied(RELAY, null)).isFalse();
    assertThat(DirectClientContainer.isProxied(RELAY, selector("none", Proxy.Type.HTTP))).isFalse();
    assertThat(DirectClientContainer.isProxied(RELAY, selector("socket", Proxy.Type.SOCKS)))
        .isFalse();
  }
}
