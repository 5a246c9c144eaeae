package io.github.wsocketrelay.metrics.internal;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.spi.RelayAdminProvider;
import java.net.InetSocketAddress;

/** Found by ServiceLoader. */
public final class AdminServerProvider implements RelayAdminProvider {

  /** For ServiceLoader. */
  public AdminServerProvider() {}

  @Override
  public RelayAdmin open(InetSocketAddress address) {
    return AdminServer.open(address);
  }
}
