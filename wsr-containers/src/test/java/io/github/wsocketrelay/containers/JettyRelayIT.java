package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.jakarta.RelayMountBuilder;
import io.github.wsocketrelay.jakarta.RemoteAddressSource;
import jakarta.websocket.server.ServerContainer;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;

/** A relay in Jetty. */
class JettyRelayIT extends MountedRelayContract {

  @Override
  RemoteAddressSource source() {
    return JettyRelayExample::remoteAddress;
  }

  @Override
  Application start(int port, RelayMountBuilder mount, Consumer<ServerContainer> beforeMounting)
      throws Exception {
    MountedRelay relay = new PreparedRelay(mount, beforeMounting);
    Server jetty = JettyRelayExample.jetty(port, relay);
    int bound = jetty.getURI().getPort();
    return new Application() {
      @Override
      public int port() {
        return bound;
      }

      @Override
      public RelayServer relay() {
        return relay.relay();
      }

      @Override
      public void close() {
        try {
          jetty.stop();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
