package io.github.wsocketrelay.tyrus.internal.check;

import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.CheckStep.Point;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorCore;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorSession;
import io.github.wsocketrelay.tyrus.internal.identity.Epochs;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes a connector's way once, by each relay until one leads to the server, without a local port;
 * as a tunnel of its own, so that no running connector is displaced.
 */
public final class ConnectorCheck {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TUNNEL_BYTES = 16;
  private static final int PROBES = 20;
  private static final Duration PROBE_PERIOD = Duration.ofMillis(150);

  /** How long an exposer has to refuse the flow for reports, and the last of them to come. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ConnectorConfig config;
  private final UdpSockets sockets;
  private final Timers timers;
  private final Pulse pulse;

  /** Makes a check that has not begun. */
  public ConnectorCheck(ConnectorConfig config, UdpSockets sockets, Timers timers, Pulse pulse) {
    this.config = config;
    this.sockets = sockets;
    this.timers = timers;
    this.pulse = pulse;
  }

  /**
   * Runs the check and waits for it.
   *
   * @param heard is called on this thread with each step
   * @return whether a relay led to the server
   */
  public boolean run(Consumer<CheckStep> heard) {
    return Steps.run(
        steps -> config.link().relays().stream().anyMatch(relay -> leadsTo(relay, steps)), heard);
  }

  private boolean leadsTo(URI relay, Steps steps) {
    try (Dial dial = new Dial(relay, config.link(), steps);
        Way way = new Way(relay, dial, steps)) {
      way.go();
      return true;
    } catch (Steps.Failed e) {
      return false; // It has said why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The way by one relay. */
  private final class Way implements SideOwner, ConnectorSession.Owner, AutoCloseable {
    private final URI relay;
    private final Dial dial;
    private final Steps steps;
    private final ConnectorCore core =
        new ConnectorCore(
            config.bind(),
            List.of(),
            config.flowIdleTimeout(),
            sockets,
            Ticker.SYSTEM,
            event -> {},
            () -> {});
    private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile @Nullable SideSession session;

    Way(URI relay, Dial dial, Steps steps) {
      this.relay = relay;
      this.dial = dial;
      this.steps = steps;
    }

    void go() throws Steps.Failed, InterruptedException {
      dial.open(WsrPaths.connect(relay, config.serverId().keys().tag()), this::newSession);
      reach(Point.ACCESS, greeted);
      dial.greeted();
      reach(Point.SERVER, answered);
      awaitServer();
      steps.passed(
          Point.SERVER, "%s is online, and its exposer accepts".formatted(config.serverId()));
      measure();
    }

    private LinkHandler newSession(Link link) {
      byte[] tunnel = new byte[TUNNEL_BYTES];
      RANDOM.nextBytes(tunnel);
      ConnectorSession made =
          new ConnectorSession(
              link,
              core,
              relay,
              config.serverId(),
              tunnel,
              new Epochs(System::currentTimeMillis)::next,
              timers,
              pulse,
              this,
              this);
      session = made;
      return made.handler();
    }

    private void reach(Point point, CompletableFuture<Boolean> what)
        throws Steps.Failed, InterruptedException {
      try {
        boolean unused = dial.await(what);
      } catch (WsrException e) {
        throw steps.stopped(point, e);
      }
    }

    private void awaitServer() throws Steps.Failed, InterruptedException {
      try {
        boolean unused = opened.get(config.waitForServer().toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw steps.stopped(Point.SERVER, e.getCause() == null ? e : e.getCause());
      } catch (TimeoutException e) {
        steps.failed(
            Point.SERVER,
            "%s is not online at this relay: is its exposer running, at this relay, and is the server ID right?"
                .formatted(config.serverId()));
        throw new Steps.Failed();
      }
    }

    private void measure() throws Steps.Failed, InterruptedException {
      core.probe();
      requireThere(PATIENCE);
      if (!core.mayProbe()) {
        steps.passed(
            Point.PATH, "not measured: the server's exposer is of a version that knows no reports");
        return;
      }
      for (int probe = 0; probe < PROBES; probe++) {
        core.probe();
        requireThere(PROBE_PERIOD);
      }
      for (int wait = 0; wait < 10 && core.answeredProbes() < PROBES; wait++) {
        requireThere(PATIENCE.dividedBy(10));
      }
      tell(core.quality(), core.answeredProbes());
    }

    private void requireThere(Duration time) throws Steps.Failed, InterruptedException {
      if (!isThere(time)) {
        steps.failed(
            Point.PATH,
            "the link to the relay, or the exposer's, was lost while it was measured: check the network of both");
        throw new Steps.Failed();
      }
    }

    /** Waits, and tells whether the link is there afterwards. */
    private boolean isThere(Duration time) throws InterruptedException {
      try {
        boolean unused = ended.get(time.toNanos(), TimeUnit.NANOSECONDS);
        return false;
      } catch (TimeoutException e) {
        return true;
      } catch (ExecutionException e) {
        return false;
      }
    }

    private void tell(PathQuality quality, long answers) throws Steps.Failed {
      if (answers == 0) {
        steps.failed(
            Point.PATH,
            "none of %d probes to the exposer was answered: its link to the relay is stuck; ask the host to look at their network"
                .formatted(PROBES));
        throw new Steps.Failed();
      }
      steps.passed(
          Point.PATH,
          String.format(
              Locale.ROOT,
              "%d of %d probes to the exposer came back, RTT %.1f ms, jitter %.1f ms, loss %.1f %%",
              answers,
              PROBES,
              millis(quality.rtt().orElse(Duration.ZERO)),
              millis(quality.jitter().orElse(Duration.ZERO)),
              100.0 * (PROBES - answers) / PROBES));
    }

    @Override
    public boolean onGreeted(SideSession greeting) {
      greeted.complete(true);
      return true;
    }

    @Override
    public boolean onAnswered(SideSession answering) {
      return true;
    }

    @Override
    public void onServerAway() {
      answered.complete(true);
      if (opened.isDone()) {
        ended.complete(true);
      }
    }

    @Override
    public void onOpened(byte[] exposerKey) {
      opened.complete(true);
      answered.complete(true);
    }

    @Override
    public void onGoingAway(SideSession leaving, Duration reconnectAfter) {
      fail(new WsrException("the relay is shutting down or restarting: try again in a moment"));
    }

    @Override
    public void onEnded(SideSession over, Ending ending) {
      fail(ending.cause());
    }

    private void fail(WsrException cause) {
      greeted.completeExceptionally(cause);
      answered.completeExceptionally(cause);
      opened.completeExceptionally(cause);
      ended.complete(true);
    }

    @Override
    public void close() {
      SideSession open = session;
      if (open != null) {
        open.leave();
      }
      core.close();
    }
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
