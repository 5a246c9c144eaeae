package io.github.wsocketrelay.tyrus.internal.udp;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The UDP addresses that the sides of this process have bound, by which they notice that they talk
 * to each other instead of to other programs. Other processes do not show here. Thread-safe.
 */
public final class OwnPorts {
  /** Most tunnels that a datagram goes through, one after another, beyond its first. */
  public static final int MAX_HOPS = 4;

  private final Map<InetSocketAddress, Entry> connectors = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Entry> flows = new ConcurrentHashMap<>();

  /** A connector listens here, until the entry is closed. */
  public Entry connector(InetSocketAddress local) {
    return new Entry(connectors, local, 0);
  }

  /**
   * An exposer sends from here for a flow, until the entry is closed.
   *
   * @param hops how many tunnels the flow's datagrams have been through before this one
   */
  public Entry flow(InetSocketAddress local, int hops) {
    return new Entry(flows, local, hops);
  }

  /** Whether a connector listens at an address. */
  public boolean isConnector(InetSocketAddress address) {
    return connectors.containsKey(address);
  }

  /** How many tunnels a datagram from an address has been through: 0 for one of another program. */
  public int hopsFrom(InetSocketAddress source) {
    Entry flow = flows.get(source);
    return flow == null ? 0 : flow.hops + 1;
  }

  /** One bound address; a later entry for the same address is not taken out by an earlier one. */
  public static final class Entry implements AutoCloseable {
    private final Map<InetSocketAddress, Entry> among;
    private final InetSocketAddress address;
    private final int hops;

    private Entry(Map<InetSocketAddress, Entry> among, InetSocketAddress address, int hops) {
      this.among = among;
      this.address = address;
      this.hops = hops;
      among.put(address, this);
    }

    @Override
    public void close() {
      among.remove(address, this);
    }
  }
}
