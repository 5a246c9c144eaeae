package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * Hears how far a dial has come. Called on the dial's thread and on its link's I/O thread, one
 * after the other: nothing here may block.
 */
public interface DialWatch {
  /** Hears nothing. */
  DialWatch NONE = new DialWatch() {};

  /** It goes through this proxy. */
  default void onProxy(HttpProxy proxy) {}

  /** The name has these addresses; it is the proxy's where there is one. */
  default void onResolved(String host, List<InetAddress> addresses) {}

  /** There is a TCP connection. */
  default void onConnected(InetSocketAddress address) {}

  /** The proxy has made a tunnel to the relay. */
  default void onTunnelled() {}

  /** There is TLS, with a certificate that is trusted. */
  default void onSecured(SSLSession session) {}

  /** There is a WebSocket. */
  default void onUpgraded() {}
}
