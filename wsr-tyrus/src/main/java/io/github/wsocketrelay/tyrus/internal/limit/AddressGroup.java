package io.github.wsocketrelay.tyrus.internal.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What counts as one address where something is limited by address. */
public final class AddressGroup {
  private static final int PREFIX_BYTES = 8;
  private static final int SITE_BYTES = 6;
  private static final int IPV6_BYTES = 16;

  private AddressGroup() {}

  /** The address itself; of an IPv6 address the /64, since whoever has one has all of it. */
  public static InetAddress of(InetAddress address) {
    return address instanceof Inet6Address ? prefix(address, PREFIX_BYTES) : address;
  }

  /** All that one site may have: of an IPv6 address the /48; null for others. */
  static @Nullable InetAddress site(InetAddress address) {
    return address instanceof Inet6Address ? prefix(address, SITE_BYTES) : null;
  }

  private static InetAddress prefix(InetAddress address, int bytes) {
    byte[] prefix = Arrays.copyOf(address.getAddress(), bytes);
    try {
      return InetAddress.getByAddress(Arrays.copyOf(prefix, IPV6_BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Of a wrong length only.
    }
  }
}
