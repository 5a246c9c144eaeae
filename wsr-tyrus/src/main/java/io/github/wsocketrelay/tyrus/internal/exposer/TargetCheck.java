package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Looks up an exposer's targets, once, and refuses those that it must not send to: strangers decide
 * what is sent, so it may only reach the one service that the host means. Addresses are compared as
 * they are after the look-up, so that no other way of writing one gets through.
 */
public final class TargetCheck {
  /** Where clouds answer a machine's questions about its secrets. */
  private static final Set<InetAddress> METADATA =
      Set.of(literal("169.254.169.254"), literal("fd00:ec2::254"));

  private static final InetAddress LIMITED_BROADCAST = literal("255.255.255.255");
  private static final byte[] NAT64 = Arrays.copyOf(literal("64:ff9b::").getAddress(), 12);
  private static final byte[] COMPATIBLE = new byte[12];

  private final List<URI> relays;
  private final OwnPorts own;
  private final Set<InetAddress> broadcasts;
  private final Lookup lookup;

  /**
   * Makes a check.
   *
   * @param relays where the exposer registers
   * @param own what this process has bound
   * @param broadcasts the broadcast addresses of this machine's networks
   * @param lookup finds addresses of names
   */
  public TargetCheck(List<URI> relays, OwnPorts own, Set<InetAddress> broadcasts, Lookup lookup) {
    this.relays = relays;
    this.own = own;
    this.broadcasts = broadcasts;
    this.lookup = lookup;
  }

  /** Finds addresses of names. */
  public interface Lookup {
    /** At least one; of an address written out itself. */
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * The address of a target. It stays the same whatever becomes of the name.
   *
   * @throws WsrException naming the target and the mend, if it has none or must not be sent to
   */
  public InetSocketAddress lookUp(Target target) {
    InetSocketAddress address;
    try {
      address = new InetSocketAddress(lookup.of(target.host())[0], target.port());
    } catch (UnknownHostException e) {
      throw new WsrException("the target %s has no address: check its name".formatted(target), e);
    }
    InetAddress canonical = withoutEmbedding(address.getAddress());
    if (isUnspecified(canonical)) {
      throw refused(target, canonical, "no address of one machine; 127.0.0.1 is this one");
    } else if (canonical.isMulticastAddress()) {
      throw refused(target, canonical, "a multicast address");
    } else if (canonical.equals(LIMITED_BROADCAST) || broadcasts.contains(canonical)) {
      throw refused(target, canonical, "a broadcast address");
    } else if (METADATA.contains(canonical)) {
      throw refused(target, canonical, "where a cloud hands out this machine's secrets");
    } else if (own.isConnector(new InetSocketAddress(canonical, target.port()))) {
      throw refused(target, canonical, "the port of a connector of this program, a loop");
    } else if (isRelay(canonical, target.port())) {
      throw refused(target, canonical, "the relay's own address and port");
    }
    return address;
  }

  private static WsrException refused(Target target, InetAddress address, String what) {
    return new WsrException(
        "the target %s (%s) is %s: give the address and port of the UDP service itself"
            .formatted(target, address.getHostAddress(), what));
  }

  /** The IPv4 address that is written as an IPv6 one; Java does that itself for mapped ones. */
  private static InetAddress withoutEmbedding(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean embeds =
        address instanceof Inet6Address
            && !address.isAnyLocalAddress()
            && !address.isLoopbackAddress()
            && (Arrays.equals(bytes, 0, 12, NAT64, 0, 12)
                || Arrays.equals(bytes, 0, 12, COMPATIBLE, 0, 12));
    return embeds ? of(Arrays.copyOfRange(bytes, 12, 16)) : address;
  }

  /** All of 0.0.0.0/8 means this host, or nothing (RFC 1122, 3.2.1.3). */
  private static boolean isUnspecified(InetAddress address) {
    return address.isAnyLocalAddress()
        || (address instanceof Inet4Address && address.getAddress()[0] == 0);
  }

  /** Looks up no name unless the port is the same, since that may take long. */
  private boolean isRelay(InetAddress address, int port) {
    return relays.stream()
        .filter(relay -> portOf(relay) == port)
        .anyMatch(relay -> isAt(relay, address));
  }

  private static int portOf(URI relay) {
    return relay.getPort() >= 0 ? relay.getPort() : relay.getScheme().equals("wss") ? 443 : 80;
  }

  private boolean isAt(URI relay, InetAddress address) {
    try {
      return Arrays.stream(lookup.of(relay.getHost()))
          .map(TargetCheck::withoutEmbedding)
          .anyMatch(
              at -> at.equals(address) || (at.isLoopbackAddress() && address.isLoopbackAddress()));
    } catch (UnknownHostException e) {
      return false; // The dialer says so, unless a proxy knows the name.
    }
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address + " is an address", e);
    }
  }

  private static InetAddress of(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
