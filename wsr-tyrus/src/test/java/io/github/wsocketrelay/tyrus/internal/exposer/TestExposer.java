package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An exposer with one link, of which a test plays the relay. */
final class TestExposer implements ExposerSession.Owner {
  static final ExposerIdentity IDENTITY = ExposerIdentity.generate();
  static final URI RELAY = URI.create("ws://relay.example");
  static final long EPOCH = 42;
  static final String REMOTE = "203.0.113.9:40000";
  static final Duration IDLE = Duration.ofSeconds(300);

  final ManualTicker ticker = new ManualTicker();
  final ManualTimers timers = new ManualTimers();
  final FakeUdpSockets udp = new FakeUdpSockets();
  final FakeLink link = FakeLink.open();

  /** What the listener and the owner heard. */
  final List<String> events = new ArrayList<>();

  final List<Ending> endings = new ArrayList<>();
  final ExposerCore core;
  final ExposerSession session;

  private final ExposerListener listener =
      new ExposerListener() {
        @Override
        public void onTunnelOpened(TunnelOpened event) {
          events.add("tunnel opened " + event.remoteAddress().getPort());
        }

        @Override
        public void onTunnelClosed(TunnelClosed event) {
          events.add("tunnel closed " + event.remoteAddress().getPort());
        }

        @Override
        public void onFlowOpened(FlowOpened event) {
          events.add("flow opened " + event.localAddress().getPort() + " to " + event.target());
        }

        @Override
        public void onFlowClosed(FlowClosed event) {
          events.add("flow closed " + event.localAddress().getPort() + " to " + event.target());
        }
      };

  TestExposer(int minLocalPort, int... targetPorts) {
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
            udp,
            ticker,
            event -> event.accept(listener));
    session = new ExposerSession(link, core, RELAY, IDENTITY, EPOCH, timers, this);
    link.attach(session.handler());
  }

  @Override
  public void onRegistered() {
    events.add("registered");
  }

  @Override
  public void onEnded(Ending ending) {
    endings.add(ending);
  }

  TestExposer registered() {
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    link.receive(new ControlMessage.Registered());
    link.newMessages();
    events.clear();
    return this;
  }

  static byte[] tunnel(int number) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return id;
  }

  static byte[] sideProof(int tunnel, long epoch) {
    return Proofs.sideProof(IDENTITY.serverId().keys().tunnelKey(), tunnel(tunnel), epoch);
  }

  /** Opens a tunnel whose identifier is its channel, with epoch 5. */
  TestExposer tunnelOpened(int channel) {
    link.receive(
        new ControlMessage.TunnelOpened(
            channel, tunnel(channel), 5, sideProof(channel, 5), REMOTE));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.TunnelAccepted(channel));
    return this;
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

  int openFlows() {
    return core.trafficStats().openFlows();
  }
}
