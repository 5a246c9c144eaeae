package io.github.wsocketrelay.tyrus.internal.exposer;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The broadcast addresses of the networks that this machine is in. */
public final class BroadcastAddresses {
  /** Longer ones leave no address for a broadcast (RFC 3021). */
  private static final int LONGEST_PREFIX = 30;

  private BroadcastAddresses() {}

  /** Those that there are now. */
  public static Set<InetAddress> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .filter(address -> address.getNetworkPrefixLength() <= LONGEST_PREFIX)
          .map(InterfaceAddress::getBroadcast)
          .filter(Objects::nonNull)
          .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException e) {
      throw new IllegalStateException("cannot list this machine's addresses", e);
    }
  }
}
