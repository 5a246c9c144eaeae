package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A registry with ends that were not greeted: all have the same nonce. */
final class RelayEnds {
  static final ServerId SERVER = ServerId.random();
  static final ServerKeys KEYS = SERVER.keys();
  static final ExposerIdentity OWNER = ExposerIdentity.forId(SERVER);
  static final ExposerIdentity OTHER = ExposerIdentity.forId(SERVER);

  private static final String HOST = "relay.example";
  private static final byte[] NONCE = new byte[32];

  final ManualTicker ticker = new ManualTicker();
  final TrafficCounters counters = new TrafficCounters();
  private static final Map<RelayLimit, Long> MANY_TUNNELS =
      Map.of(RelayLimit.TUNNELS_PER_SERVER, RelayLimit.TUNNELS_PER_SERVER.most());

  final ServerRegistry registry =
      new ServerRegistry(ticker, TestLimits.relay(ticker, MANY_TUNNELS), event -> {}, () -> {});

  /** The relay's end of an exposer's link, and the link. */
  record Exposer(ExposerLink end, FakeLink link) {}

  /** The relay's end of a connector's link, and the link. */
  record Connector(ConnectorLink end, FakeLink link) {}

  private LinkLimits limits() {
    return new LinkLimits(
        TestLimits.relay(ticker, Map.of()),
        Grant.open(),
        null,
        new InetSocketAddress("203.0.113.9", 40_000),
        1,
        MemoryBudget.UNLIMITED,
        ticker);
  }

  Exposer exposer() {
    FakeLink link = FakeLink.open();
    ExposerLink end =
        new ExposerLink(
            link,
            new Request(Role.EXPOSER, KEYS.tag(), HOST, TestLimits.granted()),
            NONCE,
            registry,
            limits(),
            new Refusals(reason -> {}),
            counters,
            ticker,
            now -> 0,
            new Reminders(new ManualTimers()));
    link.attach(end.conversation());
    return new Exposer(end, link);
  }

  static ControlMessage.Register register(ExposerIdentity who, long epoch) {
    byte[] transcript =
        Proofs.registerTranscript(NONCE, HOST, KEYS.tag(), epoch, KEYS.admissionKey());
    return new ControlMessage.Register(
        Proofs.rawKey(who.publicKey()),
        KEYS.admissionKey(),
        epoch,
        who.sign(transcript),
        List.of(0));
  }

  Exposer registered(ExposerIdentity who, long epoch) {
    Exposer exposer = exposer();
    exposer.link().receive(register(who, epoch));
    assertThat(exposer.link().newMessages()).first().isEqualTo(new ControlMessage.Registered());
    return exposer;
  }

  Connector connector() {
    return connector(FakeLink.from("203.0.113.9", 40_000));
  }

  Connector connector(FakeLink link) {
    ConnectorLink end =
        new ConnectorLink(
            link,
            new Request(Role.CONNECTOR, KEYS.tag(), HOST, TestLimits.granted()),
            NONCE,
            registry,
            limits(),
            new Refusals(reason -> {}),
            counters,
            ticker,
            now -> 0,
            new Reminders(new ManualTimers()));
    link.attach(end.conversation());
    return new Connector(end, link);
  }

  static byte[] tunnel(int number) {
    byte[] id = new byte[16];
    id[14] = (byte) (number >>> 8);
    id[15] = (byte) number;
    return id;
  }

  static ControlMessage.Open open(int tunnel, long epoch, byte[] key) {
    return new ControlMessage.Open(
        tunnel(tunnel),
        epoch,
        Proofs.openProof(key, NONCE, HOST, KEYS.tag(), epoch, tunnel(tunnel)),
        Proofs.sideProof(KEYS.tunnelKey(), tunnel(tunnel), epoch));
  }

  static ControlMessage.Open open(int tunnel, long epoch) {
    return open(tunnel, epoch, KEYS.admissionKey());
  }

  Connector opening(int tunnel, long epoch) {
    Connector connector = connector();
    connector.link().receive(open(tunnel, epoch));
    return connector;
  }

  /** A connector whose tunnel the exposer accepts, and the channel that it has. */
  Connector opened(Exposer exposer, int tunnel) {
    Connector connector = opening(tunnel, 1);
    int channel = exposer.link().only(ControlMessage.TunnelOpened.class).channel();
    exposer.link().receive(new ControlMessage.TunnelAccepted(channel));
    connector.link().only(ControlMessage.Opened.class);
    return connector;
  }

  long dropped(DropReason reason) {
    return counters.snapshot(0, 0).dropped(reason);
  }
}
