/**
 * The roles of WSocketRelay on Eclipse Tyrus, found by ServiceLoader, and a {@linkplain
 * io.github.wsocketrelay.jakarta relay for other Jakarta WebSocket containers}.
 */
module io.github.wsocketrelay.tyrus {
  requires transitive io.github.wsocketrelay;
  requires static transitive org.jspecify;
  requires static java.management; // A runtime may be without: then nobody counts descriptors.
  requires static jdk.jfr; // Likewise: then nobody records.
  requires static jdk.management;
  requires jakarta.json;
  requires transitive jakarta.websocket;
  requires jakarta.websocket.client;
  requires org.glassfish.grizzly;
  requires org.glassfish.grizzly.http;
  requires org.glassfish.grizzly.http.server;
  requires org.glassfish.tyrus.client;
  requires org.glassfish.tyrus.container.grizzly.client;
  requires org.glassfish.tyrus.container.grizzly.server;
  requires org.glassfish.tyrus.core;
  requires org.glassfish.tyrus.server;
  requires org.glassfish.tyrus.spi;

  exports io.github.wsocketrelay.jakarta;

  // Tyrus makes the client's container by name.
  exports io.github.wsocketrelay.tyrus.internal.tyrus to
      org.glassfish.tyrus.core;
  // Tyrus looks the endpoint's methods up.
  exports io.github.wsocketrelay.tyrus.internal.websocket to
      org.glassfish.tyrus.core;

  provides io.github.wsocketrelay.spi.WsrProvider with
      io.github.wsocketrelay.tyrus.internal.provider.TyrusWsrProvider;
}
