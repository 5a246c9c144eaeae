package io.github.wsocketrelay.examples;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Writes socket addresses as people type them. */
final class AddressText {
  private AddressText() {}

  /** {@code host:port}, an IPv6 address in brackets. */
  static String of(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
    String shown = host.indexOf(':') < 0 ? host : "[" + shortened(host) + "]";
    return shown + ":" + address.getPort();
  }

  /** RFC 5952: the first run of zero groups is left out. */
  private static String shortened(String ipv6) {
    return ipv6.replaceFirst("(^|:)0(:0)+(:|$)", "::");
  }

  static String of(List<InetSocketAddress> addresses) {
    return addresses.stream().map(AddressText::of).collect(Collectors.joining(", "));
  }
}
