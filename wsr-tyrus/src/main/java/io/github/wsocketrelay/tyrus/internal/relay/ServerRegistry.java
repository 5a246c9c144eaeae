package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Open;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Register;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.TunnelClosed;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.limit.DistinctPerMinute;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which exposer owns which tag, and which connectors are paired with it. One lock guards it all;
 * each method is one event, does its change under the lock, and tells of it afterwards. Datagrams
 * do not come here.
 */
final class ServerRegistry {
  private static final byte[] NO_KEY = new byte[32];
  private static final Duration GUESS_PAUSE = Duration.ofMinutes(1);
  private static final Duration FULL_PAUSE = Duration.ofSeconds(10);

  private final Ticker ticker;
  private final LogLimit log;
  private final Consumer<Consumer<RelayListener>> listeners;
  private final Runnable deliver;
  private final Object lock = new Object();
  private final Map<String, Server> servers = new HashMap<>(); // guarded by lock
  private final Unaccepted unaccepted = new Unaccepted(); // guarded by lock
  private final KeptOwners kept = new KeptOwners(); // guarded by lock
  private final Limits<RelayLimit> limits;
  private final DistinctPerMinute guesses;
  private final DistinctPerMinute registrations;
  private final AtomicInteger registered = new AtomicInteger();
  private final AtomicInteger tunnels = new AtomicInteger();
  private volatile boolean closing;

  ServerRegistry(
      Ticker ticker,
      Limits<RelayLimit> limits,
      Consumer<Consumer<RelayListener>> listeners,
      Runnable deliver) {
    this.ticker = ticker;
    this.log = new LogLimit(System.getLogger(ServerRegistry.class.getName()), ticker);
    this.limits = limits;
    this.guesses = new DistinctPerMinute(limits.of(RelayLimit.GUESSES_PER_MINUTE), ticker);
    this.registrations =
        new DistinctPerMinute(limits.of(RelayLimit.REGISTRATIONS_PER_MINUTE), ticker);
    this.listeners = listeners;
    this.deliver = deliver;
  }

  /** Exposers that are registered now. */
  int registered() {
    return registered.get();
  }

  /** Tunnels that exposers have accepted. */
  int tunnels() {
    return tunnels.get();
  }

  // ---- exposers

  /** An exposer whose signature was found right claims its tag. */
  void register(ExposerLink link, Register with) {
    change(
        out -> {
          if (link.isGone()) {
            return;
          }
          long now = ticker.nanos();
          if (!mayRegister(link, with, now)) {
            limits.hit(RelayLimit.REGISTRATIONS_PER_MINUTE, link.remoteAddress());
            out.refuse(link.conversation(), RejectReason.RATE_LIMITED, GUESS_PAUSE);
            return;
          }
          Server server = servers.computeIfAbsent(link.tag(), Server::new);
          server.forgetOwnerInTime(now);
          ExposerLink before = server.exposer();
          if (server.isOwnedByAnother(with)) {
            Duration kept = before == null ? server.keptFor(now) : null;
            out.refuse(link.conversation(), RejectReason.TAKEN, kept);
          } else if (server.isStale(with)) {
            out.refuse(link.conversation(), RejectReason.SUPERSEDED, null);
          } else if (before != null && !server.takeoverPause(with, now).isZero()) {
            Duration pause = server.takeoverPause(with, now);
            out.refuse(link.conversation(), RejectReason.RATE_LIMITED, pause);
          } else {
            Set<Tunnel> parted = Set.of();
            if (before != null) {
              parted = part(server, before, out);
              out.refuse(before.conversation(), RejectReason.SUPERSEDED, null);
            }
            server.registered(link, with, now);
            kept.remove(server);
            registered.incrementAndGet();
            out.say(link.conversation(), new ControlMessage.Registered());
            link.markRegistered();
            for (Tunnel tunnel : server.tunnels.values()) {
              if (!offer(tunnel, out) && parted.contains(tunnel)) {
                out.say(tunnel.connector().conversation(), new ControlMessage.ServerAway());
              }
            }
            tell(
                hears ->
                    hears.onServerRegistered(
                        new RelayListener.ServerRegistered(link.tag(), link.remoteAddress())));
            logLater(out, "registered", link);
          }
        });
  }

  /**
   * Whether a tag is there is to be told from the answer, so whoever is not its owner may not ask
   * for many: also not where nobody has them, since then the refusal would tell.
   */
  private boolean mayRegister(ExposerLink link, Register with, long now) {
    Server server = servers.get(link.tag());
    return (server != null && server.isOwnedBy(with, now))
        || registrations.tryAsk(addressOf(link.remoteAddress()), link.tag());
  }

  /** An exposer gives its tag up. */
  void unregister(ExposerLink link) {
    change(
        out -> {
          Server server = serverOf(link);
          if (server != null) {
            letGo(server, link, out);
            forgetOwner(server);
          }
        });
  }

  /** An exposer's link is gone. */
  void exposerLost(ExposerLink link) {
    change(
        out -> {
          link.markGone();
          Server server = serverOf(link);
          if (server != null) {
            letGo(server, link, out);
            long now = ticker.nanos();
            server.exposerLost(now);
            kept.add(server, addressOf(link.remoteAddress()), server.heldNanos(now))
                .forEach(this::forgetOwner);
          }
        });
  }

  void accepted(ExposerLink link, int channel) {
    change(
        out -> {
          Tunnel tunnel = link.channels().get(channel);
          Register owner = tunnel == null ? null : tunnel.server.owner();
          if (tunnel == null || owner == null || tunnel.isAccepted()) {
            return; // It crossed the tunnel's end.
          }
          unaccepted.remove(tunnel);
          tunnel.accepted(link);
          tunnel.connector().markOpened();
          tunnels.incrementAndGet();
          out.say(
              tunnel.connector().conversation(),
              new ControlMessage.Opened(owner.publicKey(), owner.targets()));
          ConnectorLink connector = tunnel.connector();
          tell(
              hears ->
                  hears.onTunnelOpened(
                      new RelayListener.TunnelOpened(link.tag(), connector.remoteAddress())));
        });
  }

  void refused(ExposerLink link, int channel, String reason) {
    change(
        out -> {
          Tunnel tunnel = link.channels().get(channel);
          if (tunnel != null && !tunnel.isAccepted()) {
            remove(tunnel, TunnelClosed.CLOSED, out);
            boolean forNow = reason.equals(CloseCode.word(RejectReason.LIMIT_REACHED));
            out.refuse(
                tunnel.connector().conversation(),
                forNow ? RejectReason.LIMIT_REACHED : RejectReason.DENIED,
                forNow ? FULL_PAUSE : null);
          }
        });
  }

  void closeTunnel(ExposerLink link, int channel, String reason) {
    change(
        out -> {
          Tunnel tunnel = link.channels().get(channel);
          if (tunnel != null) {
            remove(tunnel, TunnelClosed.CLOSED, out);
            out.say(tunnel.connector().conversation(), new ControlMessage.Closed(reason));
            out.refuse(tunnel.connector().conversation(), RejectReason.DENIED, null);
          }
        });
  }

  // ---- connectors

  /** A connector asks for a tunnel. Whether its server is away or its proof is wrong, it waits. */
  void open(ConnectorLink link, Open open) {
    change(
        out -> {
          if (link.isGone()) {
            return;
          }
          Server server = servers.computeIfAbsent(link.tag(), Server::new);
          server.forgetOwnerInTime(ticker.nanos());
          Tunnel before = server.tunnels.get(Tunnel.idOf(open));
          if (before == null) {
            Tunnel tunnel = new Tunnel(server, link, open);
            server.tunnels.put(tunnel.id, tunnel);
            link.pairedWith(tunnel);
            if (!offer(tunnel, out)) {
              keepWaiting(link, out);
            }
          } else if (!isProven(link, open, server) && server.owner() != null) {
            keepWaiting(link, out);
          } else if (Long.compareUnsigned(open.epoch(), before.open().epoch()) <= 0) {
            out.refuse(link.conversation(), RejectReason.SUPERSEDED, null);
          } else {
            resume(before, link, open, out);
          }
        });
  }

  private void resume(Tunnel tunnel, ConnectorLink link, Open open, Outbox out) {
    ConnectorLink old = tunnel.connector();
    old.pairedWith(null);
    out.refuse(old.conversation(), RejectReason.SUPERSEDED, null);
    tunnel.resumed(link, open);
    link.pairedWith(tunnel);
    ExposerLink exposer = tunnel.exposer();
    Register owner = tunnel.server.owner();
    if (exposer == null || owner == null) {
      if (!offer(tunnel, out)) {
        keepWaiting(link, out);
      }
      return;
    }
    out.say(
        exposer.conversation(),
        new ControlMessage.TunnelResumed(
            tunnel.channel(), open.epoch(), open.sideProof(), link.remoteAddressText()));
    if (tunnel.isAccepted()) {
      link.markOpened();
      out.say(link.conversation(), new ControlMessage.Opened(owner.publicKey(), owner.targets()));
    } else {
      unaccepted.remove(tunnel);
      out.say(link.conversation(), new ControlMessage.Waiting());
    }
  }

  /** A connector's link is gone. */
  void connectorLost(ConnectorLink link, boolean left) {
    change(
        out -> {
          link.markGone();
          Tunnel tunnel = link.tunnel();
          if (tunnel != null) {
            remove(tunnel, left ? TunnelClosed.LEFT : TunnelClosed.LOST, out);
          }
        });
  }

  /**
   * The relay ends: the sides hear no more of each other, since they are to come back as if nothing
   * had happened to their peers.
   */
  void close() {
    closing = true;
  }

  // ---- under the lock

  private void change(Consumer<Outbox> what) {
    Outbox out = new Outbox(closing);
    synchronized (lock) {
      what.accept(out);
    }
    out.deliver();
    deliver.run();
  }

  private @Nullable Server serverOf(ExposerLink link) {
    Server server = servers.get(link.tag());
    return server != null && server.exposer() == link ? server : null;
  }

  private static boolean isProven(ConnectorLink link, Open open, Server server) {
    Register owner = server.owner();
    byte[] key = owner == null ? NO_KEY : owner.admissionKey();
    byte[] proof =
        Proofs.openProof(key, link.nonce(), link.host(), link.tag(), open.epoch(), open.tunnel());
    return Proofs.same(proof, open.proof()) && owner != null;
  }

  /** Of a peer whose container does not tell where it is, nothing is counted. */
  private static InetAddress addressOf(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return address == null ? InetAddress.getLoopbackAddress() : address;
  }

  /**
   * A connector has no server, or is not proven: it waits, and whoever asks for many in vain is
   * guessing. Whether there is such a server is not to be told from the answer.
   */
  private void keepWaiting(ConnectorLink link, Outbox out) {
    InetSocketAddress peer = link.remoteAddress();
    if (guesses.tryAsk(addressOf(peer), link.tag())) {
      out.say(link.conversation(), new ControlMessage.Waiting());
    } else {
      limits.hit(RelayLimit.GUESSES_PER_MINUTE, peer);
      out.refuse(link.conversation(), RejectReason.RATE_LIMITED, GUESS_PAUSE);
    }
  }

  /** Announces a tunnel to its exposer; false if there is none, or the connector is not proven. */
  private boolean offer(Tunnel tunnel, Outbox out) {
    ExposerLink exposer = tunnel.server.exposer();
    ConnectorLink connector = tunnel.connector();
    Open open = tunnel.open();
    boolean proven = isProven(connector, open, tunnel.server);
    if (exposer == null || !proven) {
      return false;
    }
    boolean full = exposer.channels().size() >= limits.of(RelayLimit.TUNNELS_PER_SERVER);
    int channel = full ? -1 : exposer.openChannel(tunnel);
    if (channel < 0) {
      limits.hit(RelayLimit.TUNNELS_PER_SERVER, connector.remoteAddress());
      out.refuse(connector.conversation(), RejectReason.LIMIT_REACHED, FULL_PAUSE);
      return true;
    }
    tunnel.announced(exposer, channel);
    unaccepted.add(tunnel, ticker.nanos());
    out.say(
        exposer.conversation(),
        new ControlMessage.TunnelOpened(
            channel, open.tunnel(), open.epoch(), open.sideProof(), connector.remoteAddressText()));
    return true;
  }

  /** The tunnel is gone for good; an exposer that knows of it is told. */
  private void remove(Tunnel tunnel, String reason, Outbox out) {
    tunnel.server.tunnels.remove(tunnel.id);
    tunnel.connector().pairedWith(null);
    ExposerLink exposer = tunnel.exposer();
    if (exposer != null) {
      exposer.closeChannel(tunnel.channel(), tunnel);
      out.say(
          exposer.conversation(),
          new TunnelClosed(tunnel.channel(), tunnel.open().epoch(), reason));
    }
    part(tunnel);
    forgetIfUnused(tunnel.server);
  }

  /** The exposer has no link any more; its connectors wait. */
  private void letGo(Server server, ExposerLink exposer, Outbox out) {
    for (Tunnel tunnel : part(server, exposer, out)) {
      out.say(tunnel.connector().conversation(), new ControlMessage.ServerAway());
    }
  }

  /** Takes an exposer's link from its server; gives the tunnels that were announced on it. */
  private Set<Tunnel> part(Server server, ExposerLink exposer, Outbox out) {
    registered.decrementAndGet();
    Set<Tunnel> parted = new LinkedHashSet<>();
    for (Tunnel tunnel : server.tunnels.values()) {
      if (tunnel.exposer() == exposer) {
        exposer.channels().remove(tunnel.channel(), tunnel);
        part(tunnel);
        parted.add(tunnel);
      }
    }
    tell(
        hears ->
            hears.onServerUnregistered(
                new RelayListener.ServerUnregistered(exposer.tag(), exposer.remoteAddress())));
    logLater(out, "unregistered", exposer);
    return parted;
  }

  private void part(Tunnel tunnel) {
    unaccepted.remove(tunnel);
    boolean wasOpen = tunnel.isAccepted();
    tunnel.exposerGone();
    if (wasOpen) {
      tunnels.decrementAndGet();
      ConnectorLink connector = tunnel.connector();
      tell(
          hears ->
              hears.onTunnelClosed(
                  new RelayListener.TunnelClosed(connector.tag(), connector.remoteAddress())));
    }
  }

  private void forgetOwner(Server server) {
    server.unregistered();
    forgetIfUnused(server);
  }

  private void forgetIfUnused(Server server) {
    server.forgetOwnerInTime(ticker.nanos());
    if (server.owner() == null) {
      kept.remove(server);
    }
    if (server.isForgettable()) {
      servers.remove(server.tag, server);
    }
  }

  /** Forgets owners whose time is over; called now and then. */
  void sweep() {
    change(out -> List.copyOf(servers.values()).forEach(this::forgetIfUnused));
    guesses.sweep();
    registrations.sweep();
  }

  /** Tells connectors that their exposer takes its time; called each second. */
  void look() {
    change(
        out -> {
          for (Tunnel tunnel : unaccepted.takeLate(ticker.nanos())) {
            out.say(tunnel.connector().conversation(), new ControlMessage.Waiting());
          }
        });
  }

  /** Anyone may register, and again and again: neither fills the log. */
  private void logLater(Outbox out, String what, ExposerLink exposer) {
    String line = what + " server=" + exposer.shortTag();
    out.then(() -> log.log(Level.INFO, line, line));
  }

  private void tell(Consumer<RelayListener> event) {
    listeners.accept(event);
  }

  /** How many connectors are to be told before long that they wait. */
  int unaccepted() {
    synchronized (lock) {
      return unaccepted.size();
    }
  }

  /** How many tags are remembered. */
  int remembered() {
    synchronized (lock) {
      return servers.size();
    }
  }
}
