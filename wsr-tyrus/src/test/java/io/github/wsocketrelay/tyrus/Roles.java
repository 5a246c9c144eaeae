package io.github.wsocketrelay.tyrus;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerBuilder;
import io.github.wsocketrelay.RelayServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** Starts roles on loopback, and ends what it started. */
final class Roles implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  RelayServer relay() {
    return keep(RelayServer.builder().bind("127.0.0.1").start());
  }

  static URI uri(RelayServer relay) {
    return URI.create("ws://127.0.0.1:" + relay.localAddress().getPort());
  }

  Exposer exposer(RelayServer relay, UdpPeer target) {
    return exposer(relay, builder -> builder.target(target.port()));
  }

  Exposer exposer(RelayServer relay, UnaryOperator<ExposerBuilder> how) {
    return keep(how.apply(Exposer.builder().relay(uri(relay))).start());
  }

  Connector connector(RelayServer relay, Exposer exposer) {
    return connector(relay, exposer, builder -> builder);
  }

  Connector connector(RelayServer relay, Exposer exposer, UnaryOperator<ConnectorBuilder> how) {
    return keep(
        how.apply(
                Connector.builder()
                    .relay(uri(relay))
                    .serverId(exposer.serverId())
                    .waitForServer(Duration.ofSeconds(10)))
            .start());
  }

  UdpPeer peer() {
    return keep(UdpPeer.open());
  }

  <T extends AutoCloseable> T keep(T one) {
    started.push(one);
    return one;
  }

  @Override
  public void close() {
    started.forEach(Roles::close);
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new AssertionError("closing failed", e);
    }
  }
}
