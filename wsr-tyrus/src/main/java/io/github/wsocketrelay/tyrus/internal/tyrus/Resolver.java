package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host; may block, and does not heed interrupts. */
@FunctionalInterface
interface Resolver {
  /** The JVM's, which keeps what it found for as long as {@code networkaddress.cache.ttl} says. */
  Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** All addresses of the host, at least one, in the order in which they are to be tried. */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
