package io.github.wsocketrelay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, as {@code 10.0.0.0/8} or {@code 2001:db8::/32} (RFC 4632, RFC 4291).
 * Immutable.
 */
public final class AddressRange {
  private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F.:]+");

  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads a range.
   *
   * @param text an address, or an address, a slash and the number of bits that count
   * @return the range
   * @throws IllegalArgumentException saying what is wrong
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!NUMERIC.matcher(address).matches() || !address.matches(".*[.:].*")) {
      throw wrong(text);
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > bytes.length * 8) {
        throw wrong(text);
      }
      return new AddressRange(masked(bytes, bits), bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        Checks.quoted(text)
            + " is no address range: write an address, or one with a number of bits, as 10.0.0.0/8 or 2001:db8::/32");
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      masked[i] = (byte) (address[i] & (0xff00 >> kept));
    }
    return masked;
  }

  /**
   * Whether an address is one of these.
   *
   * @param address an address; an IPv4 one in IPv6 form counts as IPv4
   * @return whether it is
   */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == first.length && Arrays.equals(masked(bytes, bits), first);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range
        && range.bits == bits
        && Arrays.equals(range.first, first);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(first) + bits;
  }

  /** As it is written. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(first).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
