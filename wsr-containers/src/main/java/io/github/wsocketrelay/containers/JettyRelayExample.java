package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.jakarta.RelayMount;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

/** A relay in embedded Jetty, at {@code ws://localhost:<port>/relay}. */
public final class JettyRelayExample {
  private JettyRelayExample() {}

  /**
   * Runs until it is stopped.
   *
   * @param args the port; 8080 if there is none, and 0 for any
   */
  public static void main(String[] args) throws Exception {
    MountedRelay relay =
        new MountedRelay(
            RelayMount.builder()
                .remoteAddress(JettyRelayExample::remoteAddress)
                .relay(RelayServer.builder()));
    Server jetty = jetty(args.length == 0 ? 8080 : Integer.parseInt(args[0]), relay);
    System.out.println("relay in Jetty at port " + jetty.getURI().getPort());
    jetty.join();
  }

  static Server jetty(int port, MountedRelay relay) throws Exception {
    ServletContextHandler application = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(application, null);
    application.addEventListener(relay);
    Server jetty = new Server(port);
    jetty.setHandler(application);
    jetty.start();
    return jetty;
  }

  static Optional<InetSocketAddress> remoteAddress(
      ServerEndpointConfig config, HandshakeRequest request) {
    Object address = config.getUserProperties().get("jakarta.websocket.endpoint.remoteAddress");
    return address instanceof InetSocketAddress known ? Optional.of(known) : Optional.empty();
  }
}
