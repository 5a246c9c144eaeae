package io.github.wsocketrelay.tyrus.internal.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** What counts as one address: an IPv4 address, or an IPv6 /64, which one subscriber has. */
public final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private final byte[] bytes;

  private AddressKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static AddressKey of(InetAddress address) {
    byte[] all = address.getAddress();
    return new AddressKey(
        address instanceof Inet6Address ? Arrays.copyOf(all, NETWORK_BYTES) : all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
