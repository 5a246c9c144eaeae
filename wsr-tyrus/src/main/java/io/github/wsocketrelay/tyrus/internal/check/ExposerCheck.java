package io.github.wsocketrelay.tyrus.internal.check;

import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.CheckStep.Point;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.exposer.BroadcastAddresses;
import io.github.wsocketrelay.tyrus.internal.exposer.TargetCheck;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks at an exposer's targets, and goes its way to each of its relays up to the greeting. It does
 * not register, since that would end a running exposer of the same identity.
 */
public final class ExposerCheck {
  private static final int PINGS = 5;
  private static final Duration WAIT = Duration.ofMillis(20);

  /** For each pong. */
  private static final int MOST_WAITS = 50;

  private final ExposerConfig config;
  private final UdpSockets sockets;
  private final Timers timers;
  private final Pulse pulse;

  /** Makes a check that has not begun. */
  public ExposerCheck(ExposerConfig config, UdpSockets sockets, Timers timers, Pulse pulse) {
    this.config = config;
    this.sockets = sockets;
    this.timers = timers;
    this.pulse = pulse;
  }

  /**
   * Runs the check and waits for it.
   *
   * @param heard is called on this thread with each step
   * @return whether all targets may listen, and a relay greets
   */
  public boolean run(Consumer<CheckStep> heard) {
    return Steps.run(this::check, heard);
  }

  private boolean check(Steps steps) {
    boolean served = true;
    for (Target target : config.targets()) {
      served &= mayListen(target, steps);
    }
    return config.link().relays().stream().anyMatch(relay -> greets(relay, steps)) && served;
  }

  private boolean mayListen(Target target, Steps steps) {
    TargetCheck lookup =
        new TargetCheck(
            config.link().relays(),
            sockets.own(),
            BroadcastAddresses.ofThisMachine(),
            InetAddress::getAllByName);
    try {
      InetSocketAddress address = lookup.lookUp(target);
      String shown = "%s port %d".formatted(address.getAddress().getHostAddress(), target.port());
      if (TargetProbe.mayListen(address)) {
        steps.passed(Point.TARGET, "%s, where something may listen".formatted(shown));
        return true;
      }
      steps.failed(
          Point.TARGET,
          shown + ": nothing listens there: start the UDP server, or give the port that it has");
    } catch (WsrException e) {
      steps.failed(Point.TARGET, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      steps.failed(
          Point.TARGET,
          "nothing can be sent to the target %s (%s): check its address and this machine's network"
              .formatted(target, e.getMessage()));
    }
    return false;
  }

  private boolean greets(URI relay, Steps steps) {
    ServerId serverId = config.identity().serverId();
    CompletableFuture<GreetingSession> made = new CompletableFuture<>();
    try (Dial dial = new Dial(relay, config.link(), steps)) {
      dial.open(WsrPaths.expose(relay, serverId.keys().tag()), link -> open(link, relay, made));
      GreetingSession session = made.join();
      try {
        boolean unused = dial.await(session.greeted());
      } catch (WsrException e) {
        throw steps.stopped(Point.ACCESS, e);
      }
      dial.greeted();
      measure(session, steps);
      session.leave();
      return true;
    } catch (Steps.Failed e) {
      return false; // It has said why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private LinkHandler open(Link link, URI relay, CompletableFuture<GreetingSession> made) {
    GreetingSession session =
        new GreetingSession(link, relay, config.identity().serverId(), timers, pulse);
    made.complete(session);
    return session.conversation();
  }

  private void measure(GreetingSession session, Steps steps)
      throws Steps.Failed, InterruptedException {
    for (int ping = 0; ping < PINGS; ping++) {
      int before = session.pongs();
      long unused = session.conversation().ping();
      for (int wait = 0; wait < MOST_WAITS && session.pongs() == before; wait++) {
        requireThere(session, steps);
      }
    }
    Optional<Duration> rtt = session.conversation().roundTrip();
    if (rtt.isEmpty()) {
      throw steps.stopped(
          Point.PATH,
          new WsrException(
              "the relay answers no pings: it, or the network, is overloaded; try again later"));
    }
    steps.passed(
        Point.PATH,
        String.format(Locale.ROOT, "RTT to the relay %.1f ms", rtt.get().toNanos() / 1e6));
  }

  private static void requireThere(GreetingSession session, Steps steps)
      throws Steps.Failed, InterruptedException {
    try {
      throw steps.stopped(Point.PATH, session.ended().get(WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw steps.stopped(Point.PATH, e);
    } catch (TimeoutException e) {
      return; // It lives.
    }
  }
}
