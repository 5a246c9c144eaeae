package io.github.wsocketrelay.tyrus.internal.exposer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Chooses the local address that a tunnel sends from: the ordinary one, or one of 127.0.0.0/8 of
 * its own. Linux and Windows have the whole block, macOS only what was configured.
 */
final class TunnelAddress {
  private static final Logger LOG = System.getLogger(TunnelAddress.class.getName());

  private final boolean distinct;

  TunnelAddress(boolean distinct) {
    this.distinct = distinct && isBlockUsable();
  }

  /** Where to send from, towards a target, for the tunnel with this identifier. */
  InetAddress towards(InetSocketAddress target, byte[] tunnel) {
    InetAddress to = target.getAddress();
    boolean v4 = to instanceof Inet4Address;
    if (distinct && v4 && to.isLoopbackAddress()) {
      return ofTunnel(tunnel);
    }
    if (to.isLoopbackAddress()) {
      return v4 ? address(127, 0, 0, 1) : to;
    }
    return v4 ? address(0, 0, 0, 0) : new InetSocketAddress("::", 0).getAddress();
  }

  /**
   * 127.x.y.z from the tunnel's random bits, x from 16 to 239 and neither y nor z at an edge, away
   * from what people use by hand.
   */
  private static InetAddress ofTunnel(byte[] tunnel) {
    return address(
        127, 16 + (tunnel[0] & 0xff) % 224, tunnel[1] & 0xff, 1 + (tunnel[2] & 0xff) % 254);
  }

  private static boolean isBlockUsable() {
    InetSocketAddress probe = new InetSocketAddress(address(127, 16, 0, 1), 0);
    try (DatagramSocket socket = new DatagramSocket(probe)) {
      return socket.isBound();
    } catch (BindException e) {
      LOG.log(
          Level.WARNING,
          "this system does not give each tunnel an address of its own: all send from 127.0.0.1");
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress address(int a, int b, int c, int d) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
