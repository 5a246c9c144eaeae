package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TunnelApproval;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An exposer, of which a test plays the relay; with one link at a time, or two. */
final class TestExposer implements SideOwner {
  static final ExposerIdentity IDENTITY = ExposerIdentity.generate();
  static final URI RELAY = URI.create("ws://relay.example");
  static final long EPOCH = 42;
  static final String REMOTE = "203.0.113.9:40000";
  static final Duration IDLE = Duration.ofSeconds(300);
  static final Duration GRACE = Duration.ofSeconds(60);
  static final int FLOWS = (int) ExposerLimit.FLOWS.standard();
  static final int FLOWS_PER_TUNNEL = (int) ExposerLimit.FLOWS_PER_TUNNEL.standard();
  static final Duration APPROVAL_TIMEOUT = Duration.ofSeconds(30);

  final ManualTicker ticker = new ManualTicker();
  final ManualTimers timers = new ManualTimers();
  final FakeUdpSockets udp = new FakeUdpSockets();

  /** The newest link. */
  FakeLink link = FakeLink.open();

  /** Whether a link that greets is wanted. */
  boolean admits = true;

  /** Whether a link that is answered is wanted. */
  boolean wantsAnswered = true;

  /** What the listener and the owner heard. */
  final List<String> events = new ArrayList<>();

  final List<Ending> endings = new ArrayList<>();
  final Limits<ExposerLimit> limits;
  final ExposerCore core;

  /** The newest link's. */
  ExposerSession session;

  private long nextEpoch = EPOCH;

  /** What the listener does at each event. */
  Runnable whenHeard = () -> {};

  private final ListenerDispatcher dispatcher =
      new ListenerDispatcher("test-listener", Optional.of(Runnable::run));

  private final ExposerListener listener =
      new ExposerListener() {
        @Override
        public void onTunnelOpened(TunnelOpened event) {
          heard("tunnel opened " + event.remoteAddress().getPort());
        }

        @Override
        public void onTunnelLost(TunnelLost event) {
          heard("tunnel lost " + event.remoteAddress().getPort());
        }

        @Override
        public void onTunnelResumed(TunnelResumed event) {
          heard("tunnel resumed " + event.remoteAddress().getPort());
        }

        @Override
        public void onTunnelClosed(TunnelClosed event) {
          heard("tunnel closed " + event.remoteAddress().getPort());
        }

        @Override
        public void onFlowOpened(FlowOpened event) {
          heard("flow opened " + event.localAddress().getPort() + " to " + event.target());
        }

        @Override
        public void onFlowClosed(FlowClosed event) {
          heard("flow closed " + event.localAddress().getPort() + " to " + event.target());
        }
      };

  /** With the standard limits, and open to all. */
  TestExposer(int minLocalPort, int... targetPorts) {
    this(Map.of(), Optional.empty(), minLocalPort, targetPorts);
  }

  TestExposer(
      Map<ExposerLimit, Long> values,
      Optional<TunnelApproval> approval,
      int minLocalPort,
      int... targetPorts) {
    limits = TestLimits.exposer(ticker, values);
    List<Target> targets = new ArrayList<>();
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int port : targetPorts) {
      targets.add(Target.ofPort(port));
      addresses.add(new InetSocketAddress("127.0.0.1", port));
    }
    core =
        new ExposerCore(
            targets,
            addresses,
            minLocalPort,
            false,
            IDLE,
            GRACE,
            udp,
            limits,
            new Approvals(approval, APPROVAL_TIMEOUT, timers, dispatcher::keep),
            ticker,
            event -> dispatcher.keep(() -> event.accept(listener)),
            dispatcher::deliver);
    session = newSession();
  }

  private void heard(String event) {
    events.add(event);
    whenHeard.run();
  }

  /** From now on the listener waits, at each event, for what another thread does. */
  void waitsForAnotherThread(Runnable other) {
    whenHeard =
        () -> {
          try {
            CompletableFuture.runAsync(other).get(5, TimeUnit.SECONDS);
          } catch (InterruptedException | ExecutionException | TimeoutException e) {
            events.add("the other thread could not: " + e);
          }
        };
  }

  private ExposerSession newSession() {
    ExposerSession made =
        new ExposerSession(link, core, RELAY, IDENTITY, () -> nextEpoch++, timers, now -> 0, this);
    link.attach(made.handler());
    return made;
  }

  /** Dials another link. */
  TestExposer dialled() {
    link = FakeLink.open();
    session = newSession();
    return this;
  }

  @Override
  public boolean onGreeted(SideSession greeted) {
    return admits;
  }

  @Override
  public boolean onAnswered(SideSession answered) {
    events.add("registered");
    return wantsAnswered;
  }

  @Override
  public void onGoingAway(SideSession leaving, Duration reconnectAfter) {
    events.add("relay goes away for " + reconnectAfter.toMillis());
  }

  @Override
  public void onEnded(SideSession over, Ending ending) {
    endings.add(ending);
  }

  TestExposer registered() {
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    link.receive(new ControlMessage.Registered());
    link.newMessages();
    events.remove("registered");
    return this;
  }

  static byte[] tunnel(int number) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return id;
  }

  static byte[] sideProof(int tunnel, long epoch) {
    return sideProof(tunnel(tunnel), epoch);
  }

  static byte[] sideProof(byte[] tunnel, long epoch) {
    return Proofs.sideProof(IDENTITY.serverId().keys().tunnelKey(), tunnel, epoch);
  }

  /** Opens a tunnel whose identifier is its channel, with epoch 5. */
  TestExposer tunnelOpened(int channel) {
    return announced(channel, channel, 5);
  }

  /** Announces a tunnel, which it must accept. */
  TestExposer announced(int channel, int tunnel, long epoch) {
    return announced(channel, tunnel, epoch, REMOTE);
  }

  TestExposer announced(int channel, int tunnel, long epoch, String remote) {
    announce(channel, tunnel, epoch, remote);
    assertThat(link.newMessages()).containsExactly(new ControlMessage.TunnelAccepted(channel));
    return this;
  }

  /** Announces a tunnel. */
  void announce(int channel, int tunnel, long epoch, String remote) {
    link.receive(
        new ControlMessage.TunnelOpened(
            channel, tunnel(tunnel), epoch, sideProof(tunnel, epoch), remote));
  }

  /** A tunnel's connector is gone, for this reason; the exposer must free its channel. */
  void tunnelClosed(int channel, long epoch, String reason) {
    link.receive(new ControlMessage.TunnelClosed(channel, epoch, reason));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.ChannelFree(channel));
  }

  /** Asks for a flow on a channel. */
  void openFlow(int channel, int flow, int target) {
    link.receive(new ControlMessage.FlowOpened(channel, flow, target));
  }

  FakeUdpSockets.Socket flow(int channel, int flow) {
    openFlow(channel, flow, 0);
    return udp.last();
  }

  void pass(Duration time) {
    ticker.advance(time);
    core.sweep();
  }

  long dropped(DropReason reason) {
    return core.trafficStats().dropped(reason);
  }

  long hits(ExposerLimit limit) {
    return limits.hits().get(limit);
  }

  int openFlows() {
    return core.trafficStats().openFlows();
  }
}
