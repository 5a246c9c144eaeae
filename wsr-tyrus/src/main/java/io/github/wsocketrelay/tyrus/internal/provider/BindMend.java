package io.github.wsocketrelay.tyrus.internal.provider;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** What mends a bind that failed, told by the address rather than by the system's words. */
final class BindMend {
  private static final int FIRST_FREE_PORT = 1_024;

  private BindMend() {}

  static String of(InetSocketAddress address) {
    if (!isOfThisMachine(address.getAddress())) {
      return "this machine has no such address; give one that it has, or none for all";
    } else if (address.getPort() != 0 && address.getPort() < FIRST_FREE_PORT) {
      return "stop the program that uses the port, or choose one from 1024 up, since lower ones may need administrator rights";
    }
    return "stop the program that uses the port, or choose another";
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
