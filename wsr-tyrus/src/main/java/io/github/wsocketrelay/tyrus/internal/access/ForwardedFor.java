package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a side is from what proxies wrote into {@code X-Forwarded-For}: from the right, the
 * first address that is not a trusted proxy's. Whatever is left of it, anybody may have written.
 *
 * <p>{@code Forwarded} (RFC 7239) is not read: a proxy that writes one of the two headers passes
 * the other on as the client sent it, so reading both would believe the client.
 */
public final class ForwardedFor {
  /** The header. */
  public static final String HEADER = "X-Forwarded-For";

  /** What some proxies send in its place. */
  static final String UNREAD_HEADER = "Forwarded";

  private static final int MOST_ENTRIES = 32;

  /** The longest address has 45, and may have brackets and a port. */
  private static final int MOST_CHARACTERS = 64;

  // What matches is an address or nothing: no name of it would be looked up.
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 =
      Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})(?::\\d{1,5})?");
  private static final String V6 = "[0-9a-fA-F]*:[0-9a-fA-F:.]*";
  private static final Pattern IPV6 =
      Pattern.compile("(" + V6 + ")|\\[(" + V6 + ")](?::\\d{1,5})?");

  private final List<AddressRange> trusted;

  public ForwardedFor(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** Whether this peer is a proxy whose word counts. */
  public boolean isTrusted(InetAddress peer) {
    return trusted.stream().anyMatch(range -> range.contains(peer));
  }

  /**
   * Where the side is.
   *
   * @param peer where the connection is from
   * @param headers the header's values, in their order
   * @return an address with port 0 where a proxy told it; else the peer's
   */
  public InetSocketAddress clientOf(InetSocketAddress peer, List<String> headers) {
    if (trusted.isEmpty() || !isTrusted(peer.getAddress())) {
      return peer;
    }
    List<String> entries =
        headers.stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(String::strip)
            .toList();
    InetAddress last = peer.getAddress();
    int end = Math.max(0, entries.size() - MOST_ENTRIES);
    for (int i = entries.size() - 1; i >= end; i--) {
      InetAddress address = parse(entries.get(i));
      if (address == null) {
        break; // What a trusted proxy would not write: the last that is known counts.
      }
      last = address;
      if (!isTrusted(address)) {
        break;
      }
    }
    return last.equals(peer.getAddress()) ? peer : new InetSocketAddress(last, 0);
  }

  /** Whether the nearest proxy has told an address, which is the last entry. */
  static boolean isTold(List<String> headers) {
    if (headers.isEmpty()) {
      return false;
    }
    String last = headers.get(headers.size() - 1);
    return parse(last.substring(last.lastIndexOf(',') + 1).strip()) != null;
  }

  /** Reads an address with or without a port; never looks a name up. */
  static @Nullable InetAddress parse(String entry) {
    String address = entry.length() > MOST_CHARACTERS ? null : address(entry);
    if (address == null) {
      return null;
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** An address's own text without brackets and port; null for all that is no address's form. */
  static @Nullable String address(String entry) {
    Matcher v4 = IPV4.matcher(entry);
    if (v4.matches()) {
      return v4.group(1);
    }
    Matcher v6 = IPV6.matcher(entry);
    if (!v6.matches()) {
      return null;
    }
    return v6.group(1) != null ? v6.group(1) : v6.group(2);
  }
}
