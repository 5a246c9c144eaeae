package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A relay with fake links, of which a test plays the sides. */
final class TestRelay {
  static final String HOST = "relay.example:8080";
  static final ServerId SERVER = ServerId.random();
  static final ServerKeys KEYS = ServerKeys.derive(SERVER.text());
  static final ExposerIdentity OWNER = ExposerIdentity.forId(SERVER);
  static final ExposerIdentity OTHER = ExposerIdentity.forId(SERVER);

  final ManualTicker ticker = new ManualTicker();
  final ManualTimers timers = new ManualTimers();

  /** What the listener heard. */
  final List<String> events = new ArrayList<>();

  private final RelayListener listener =
      new RelayListener() {
        @Override
        public void onServerRegistered(ServerRegistered event) {
          events.add("registered");
        }

        @Override
        public void onServerUnregistered(ServerUnregistered event) {
          events.add("unregistered");
        }

        @Override
        public void onTunnelOpened(TunnelOpened event) {
          events.add("opened");
        }

        @Override
        public void onTunnelClosed(TunnelClosed event) {
          events.add("closed");
        }
      };

  final Limits<RelayLimit> limits;
  final RelayCore core;

  TestRelay() {
    this(Optional.empty());
  }

  TestRelay(Optional<String> publicHost) {
    this(publicHost, Map.of());
  }

  TestRelay(Map<RelayLimit, Long> values) {
    this(Optional.empty(), values);
  }

  private TestRelay(Optional<String> publicHost, Map<RelayLimit, Long> values) {
    limits = TestLimits.relay(ticker, values);
    core =
        new RelayCore(
            publicHost,
            ticker,
            now -> 0,
            timers,
            new Random(1),
            limits,
            event -> event.accept(listener),
            () -> {});
  }

  /** A link with the nonce that the relay greeted it with. */
  record Greeted(FakeLink link, byte[] nonce) {}

  /** A link that has just opened. */
  FakeLink accepted(Role role) {
    FakeLink link = FakeLink.open();
    link.attach(core.accept(link, new Request(role, KEYS.tag(), HOST, TestLimits.granted())));
    if (link.isClosed()) {
      link.endedWith(link.closeCode(), link.closeReason()); // Before there was one to hear it.
    }
    return link;
  }

  Greeted greet(Role role, String tag, String host, String from) {
    FakeLink link = FakeLink.from(from, 40_000);
    link.attach(core.accept(link, new Request(role, tag, host, TestLimits.granted())));
    return new Greeted(link, link.only(ControlMessage.Hello.class).nonce());
  }

  Greeted exposer() {
    return greet(Role.EXPOSER, KEYS.tag(), HOST, "198.51.100.1");
  }

  Greeted connector() {
    return greet(Role.CONNECTOR, KEYS.tag(), HOST, "203.0.113.9");
  }

  static ControlMessage.Register register(
      Greeted to, ExposerIdentity who, long epoch, String host, byte[] admissionKey) {
    return register(to, who, epoch, host, KEYS.tag(), admissionKey);
  }

  /** A registration of any server, whose tag follows from its key. */
  static ControlMessage.Register register(
      Greeted to, ExposerIdentity who, long epoch, String host, String tag, byte[] admissionKey) {
    byte[] transcript = Proofs.registerTranscript(to.nonce(), host, tag, epoch, admissionKey);
    return new ControlMessage.Register(
        Proofs.rawKey(who.publicKey()), admissionKey, epoch, who.sign(transcript), List.of(0, 1));
  }

  static ControlMessage.Register register(Greeted to, ExposerIdentity who, long epoch) {
    return register(to, who, epoch, HOST, KEYS.admissionKey());
  }

  FakeLink registering(ExposerIdentity who, long epoch) {
    Greeted exposer = exposer();
    exposer.link().receive(register(exposer, who, epoch));
    return exposer.link();
  }

  FakeLink registered(long epoch) {
    FakeLink link = registering(OWNER, epoch);
    assertThat(link.newMessages()).first().isEqualTo(new ControlMessage.Registered());
    return link;
  }

  static byte[] tunnel(int number) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return id;
  }

  static ControlMessage.Open open(Greeted to, int tunnel, long epoch, byte[] key) {
    return new ControlMessage.Open(
        tunnel(tunnel),
        epoch,
        Proofs.openProof(key, to.nonce(), HOST, KEYS.tag(), epoch, tunnel(tunnel)),
        Proofs.sideProof(KEYS.tunnelKey(), tunnel(tunnel), epoch));
  }

  FakeLink opening(int tunnel, long epoch) {
    Greeted connector = connector();
    connector.link().receive(open(connector, tunnel, epoch, KEYS.admissionKey()));
    return connector.link();
  }

  /** A connector whose tunnel the exposer accepts. */
  FakeLink opened(FakeLink exposer, int tunnel) {
    FakeLink connector = opening(tunnel, 1);
    exposer.receive(
        new ControlMessage.TunnelAccepted(
            exposer.only(ControlMessage.TunnelOpened.class).channel()));
    connector.only(ControlMessage.Opened.class);
    return connector;
  }

  /** Time passes second by second; each second these sides say something. */
  void passSeconds(int seconds, FakeLink... talking) {
    for (int second = 0; second < seconds; second++) {
      for (FakeLink link : talking) {
        link.receive(new ControlMessage.Pong(0));
      }
      ticker.advance(Duration.ofSeconds(1));
      timers.advance(Duration.ofSeconds(1));
    }
  }

  static ControlMessage.Refused assertRefused(FakeLink link, int code, String word) {
    ControlMessage.Refused refused = link.only(ControlMessage.Refused.class);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.reason()).isEqualTo(word);
    assertThat(link.closeCode()).isEqualTo(code);
    assertThat(link.order()).last().isEqualTo("close " + code);
    return refused;
  }

  static void assertViolation(FakeLink link) {
    assertRefused(link, 4_400, "protocol");
  }

  long dropped(DropReason reason) {
    return core.trafficStats().dropped(reason);
  }
}
