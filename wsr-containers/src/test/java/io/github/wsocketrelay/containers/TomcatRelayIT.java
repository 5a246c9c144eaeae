package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.jakarta.RelayMountBuilder;
import io.github.wsocketrelay.jakarta.RemoteAddressSource;
import jakarta.websocket.server.ServerContainer;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;

/** A relay in Tomcat. */
class TomcatRelayIT extends MountedRelayContract {
  private final RequestAddress address = new RequestAddress();

  @Override
  RemoteAddressSource source() {
    return address;
  }

  @Override
  Application start(int port, RelayMountBuilder mount, Consumer<ServerContainer> beforeMounting)
      throws Exception {
    MountedRelay relay = new PreparedRelay(mount, beforeMounting);
    Tomcat tomcat = TomcatRelayExample.tomcat(port, relay, address);
    int bound = tomcat.getConnector().getLocalPort();
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
          if (tomcat.getServer().getState() == LifecycleState.STARTED) {
            tomcat.stop();
            tomcat.destroy();
          }
        } catch (LifecycleException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
