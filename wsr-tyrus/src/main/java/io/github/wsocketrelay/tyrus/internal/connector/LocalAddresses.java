package io.github.wsocketrelay.tyrus.internal.connector;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that a connector's port is opened at. A wildcard becomes one socket per address of
 * the machine, since only so does an answer leave from the address that was asked.
 */
final class LocalAddresses {
  private LocalAddresses() {}

  /**
   * What to bind; the first must succeed, the others may fail if their address allows no socket.
   *
   * @param bind what the user asked for; empty for loopback
   */
  static List<InetAddress> of(Optional<InetAddress> bind) {
    if (bind.isEmpty()) {
      return List.of(literal("127.0.0.1"), literal("::1"));
    }
    return bind.get().isAnyLocalAddress() ? allOfThisMachine() : List.of(bind.get());
  }

  private static List<InetAddress> allOfThisMachine() {
    List<InetAddress> all = new ArrayList<>();
    all.add(literal("127.0.0.1"));
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !all.contains(address))
          .forEach(all::add);
    } catch (SocketException e) {
      throw new IllegalStateException("cannot list this machine's addresses", e);
    }
    return all;
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address + " is an address", e);
    }
  }
}
