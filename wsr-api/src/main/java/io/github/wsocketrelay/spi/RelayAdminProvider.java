package io.github.wsocketrelay.spi;

import io.github.wsocketrelay.RelayAdmin;
import java.net.InetSocketAddress;

/**
 * Opens a port for operators. Found with {@link java.util.ServiceLoader}; the artifact {@code
 * wsr-metrics} holds one.
 */
public interface RelayAdminProvider {

  /**
   * Opens a port.
   *
   * @param address where to listen, with an address and not only a name
   * @return the open port
   * @throws io.github.wsocketrelay.WsrException if it cannot listen there
   */
  RelayAdmin open(InetSocketAddress address);
}
