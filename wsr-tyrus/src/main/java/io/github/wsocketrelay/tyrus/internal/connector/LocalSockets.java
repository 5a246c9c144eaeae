package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSocket;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Opens the connector's local ports: those that were asked for, and those of further targets. */
final class LocalSockets {
  private static final Logger LOG = System.getLogger(LocalSockets.class.getName());

  private final List<InetAddress> addresses;
  private final boolean wildcard;
  private final List<Integer> localPorts;
  private final UdpSockets sockets;
  private final BiFunction<Integer, UdpSocket, LocalSocket> handlers;
  private final Consumer<Consumer<ConnectorListener>> listeners;
  private final Runnable deliver;
  private final List<LocalSocket> open = new CopyOnWriteArrayList<>();
  private final Set<Integer> unavailable = new HashSet<>(); // guarded by this
  private volatile boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param handlers makes what takes a target's datagrams from a socket
   * @param listeners is given each event in order, under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  LocalSockets(
      Optional<InetAddress> bind,
      List<Integer> localPorts,
      UdpSockets sockets,
      BiFunction<Integer, UdpSocket, LocalSocket> handlers,
      Consumer<Consumer<ConnectorListener>> listeners,
      Runnable deliver) {
    this.addresses = LocalAddresses.of(bind);
    this.wildcard = bind.isPresent() && bind.get().isAnyLocalAddress();
    this.localPorts = localPorts;
    this.sockets = sockets;
    this.handlers = handlers;
    this.listeners = listeners;
    this.deliver = deliver;
  }

  /**
   * Opens the ports that were asked for.
   *
   * @throws WsrException naming the port that cannot be opened
   */
  void bind() {
    for (int target = 0; target < localPorts.size(); target++) {
      int port = localPorts.get(target);
      try {
        bind(target, port);
      } catch (IOException e) {
        throw new WsrException(
            "cannot open local UDP port %d at %s (%s): %s"
                .formatted(port, addresses.get(0).getHostAddress(), e.getMessage(), mend(e)),
            e);
      }
    }
  }

  private static String mend(IOException failure) {
    return failure instanceof BindException
        ? "close the program that uses it, or choose another port"
        : "is the limit of open files reached?";
  }

  private void bind(int target, int wantedPort) throws IOException {
    int port = wantedPort;
    boolean first = true;
    for (InetAddress address : addresses) {
      try {
        LocalSocket local =
            sockets.listen(
                new InetSocketAddress(address, port), socket -> handlers.apply(target, socket));
        open.add(local);
        if (closed) {
          local.close(); // In between, on another thread.
        }
        port = local.localAddress().getPort();
      } catch (IOException e) {
        boolean inUse = wildcard && e instanceof BindException;
        if (first || (inUse && hasAddress(address))) {
          throw e;
        }
        LOG.log(Level.DEBUG, "no port {0} at {1}: {2}", port, address, e);
      }
      first = false;
    }
  }

  /** Tells a port in use from an address that allows no socket: a bind fails alike for both. */
  private boolean hasAddress(InetAddress address) {
    try {
      sockets
          .listen(new InetSocketAddress(address, 0), socket -> handlers.apply(0, socket))
          .close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens a port for each target that has none, as far from the first as the targets are. It is
   * told once of a target for which that fails, and tried again at the next call. Where no port was
   * asked for, none is opened.
   */
  void bindFurther(List<Integer> offsets) {
    if (localPorts.isEmpty()) {
      return;
    }
    try {
      bindMissing(offsets);
    } finally {
      deliver.run();
    }
  }

  private synchronized void bindMissing(List<Integer> offsets) {
    Set<Integer> bound = new HashSet<>();
    open.forEach(local -> bound.add(local.target()));
    for (int target = 0; target < offsets.size(); target++) {
      if (!bound.contains(target)) {
        bindAtOffset(target, offsets.get(target));
      }
    }
  }

  // guarded by this
  private void bindAtOffset(int target, int offset) {
    int port = localPorts.get(0) == 0 ? 0 : localPorts.get(0) + offset;
    try {
      if (port < 0 || port > 65_535 || (port == 0 && localPorts.get(0) != 0)) {
        throw new BindException("there is no such port");
      }
      bind(target, port);
      unavailable.remove(target);
    } catch (IOException e) {
      if (!unavailable.add(target)) {
        return;
      }
      LOG.log(Level.WARNING, "no local port {0} for target {1}: {2}", port, target, e.toString());
      String reason = String.valueOf(e.getMessage());
      listeners.accept(
          hears ->
              hears.onTargetUnavailable(
                  new ConnectorListener.TargetUnavailable(target, port, reason)));
    }
  }

  /** Every open address, the first target's first. */
  List<InetSocketAddress> addresses() {
    return open.stream().map(LocalSocket::localAddress).toList();
  }

  void close() {
    closed = true;
    open.forEach(LocalSocket::close);
  }
}
