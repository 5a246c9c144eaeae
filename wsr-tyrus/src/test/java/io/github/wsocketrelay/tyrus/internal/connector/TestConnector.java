package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connector, of which a test plays the relay; with one link at a time, or two. */
final class TestConnector implements SideOwner, ConnectorSession.Owner {
  static final ServerId SERVER = ServerId.random();
  static final URI RELAY = URI.create("ws://relay.example");
  static final byte[] TUNNEL = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  static final long EPOCH = 42;
  static final Duration IDLE = Duration.ofSeconds(300);
  static final InetAddress LOOPBACK = address("127.0.0.1");

  final ManualTicker ticker = new ManualTicker();
  final ManualTimers timers = new ManualTimers();
  final FakeUdpSockets udp;

  /** The newest link. */
  FakeLink link = FakeLink.open();

  /** Whether a link that greets is wanted. */
  boolean admits = true;

  /** Whether a link that is answered is wanted. */
  boolean wantsAnswered = true;

  /** What the listener and the owner heard. */
  final List<String> events = new ArrayList<>();

  final List<Ending> endings = new ArrayList<>();
  final ConnectorCore core;

  /** The newest link's. */
  ConnectorSession session;

  private long nextEpoch = EPOCH;

  /** What the listener does at each event. */
  Runnable whenHeard = () -> {};

  private final ListenerDispatcher dispatcher =
      new ListenerDispatcher("test-listener", Optional.of(Runnable::run));

  private final ConnectorListener listener =
      new ConnectorListener() {
        @Override
        public void onTargetUnavailable(TargetUnavailable event) {
          heard("target " + event.target() + " unavailable at " + event.localPort());
        }

        @Override
        public void onFlowOpened(FlowOpened event) {
          heard("flow opened " + ports(event.localClient(), event.localAddress()));
        }

        @Override
        public void onFlowClosed(FlowClosed event) {
          heard("flow closed " + ports(event.localClient(), event.localAddress()));
        }
      };

  TestConnector(FakeUdpSockets udp, Optional<InetAddress> bind, Integer... localPorts) {
    this.udp = udp;
    core =
        new ConnectorCore(
            bind,
            List.of(localPorts),
            IDLE,
            udp,
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

  private ConnectorSession newSession() {
    ConnectorSession made =
        new ConnectorSession(
            link, core, RELAY, SERVER, TUNNEL, () -> nextEpoch++, timers, now -> 0, this, this);
    link.attach(made.handler());
    return made;
  }

  /** Dials another link, which has not greeted. */
  TestConnector dialledWithoutGreeting() {
    link = FakeLink.open();
    session = newSession();
    return this;
  }

  /** Dials another link, which greets. */
  TestConnector dialled() {
    dialledWithoutGreeting();
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    link.newMessages();
    return this;
  }

  /** Binds one address only, which keeps a test's sockets few. */
  TestConnector(Integer... localPorts) {
    this(new FakeUdpSockets(), Optional.of(LOOPBACK), localPorts);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String ports(InetSocketAddress client, InetSocketAddress local) {
    return client.getPort() + " at " + local.getPort();
  }

  @Override
  public void onServerAway() {
    events.add("away");
  }

  @Override
  public void onOpened(byte[] exposerKey) {
    events.add("opened by " + exposerKey[0]);
  }

  @Override
  public boolean onGreeted(SideSession greeted) {
    return admits;
  }

  @Override
  public boolean onAnswered(SideSession answered) {
    events.add("answered");
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

  /** Binds and takes the greeting. */
  TestConnector greeted() {
    core.bind();
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    link.newMessages();
    return this;
  }

  static ControlMessage.Opened openedBy(int key, Integer... targets) {
    byte[] publicKey = new byte[32];
    publicKey[0] = (byte) key;
    return new ControlMessage.Opened(publicKey, List.of(targets));
  }

  /** Binds, and opens the tunnel to an exposer with these targets. */
  TestConnector opened(Integer... targets) {
    greeted();
    link.receive(openedBy(1, targets));
    events.remove("answered");
    events.remove("opened by 1");
    return this;
  }

  List<Integer> localPorts() {
    return core.localAddresses().stream().map(InetSocketAddress::getPort).toList();
  }

  /** The local port's socket that was opened as the given one, from 0. */
  FakeUdpSockets.Socket local(int number) {
    return udp.all().get(number);
  }

  static InetSocketAddress client(int port) {
    return new InetSocketAddress(LOOPBACK, port);
  }

  long dropped(DropReason reason) {
    return core.trafficStats().dropped(reason);
  }

  int openFlows() {
    return core.trafficStats().openFlows();
  }
}
