package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;

/** A side with a reconnector whose dials, links and time the test decides over. */
final class TestSide implements Side, LinkDialer {
  static final URI RELAY = URI.create("ws://relay");

  /** What was heard, as words, since last asked. */
  private final List<String> heard = new ArrayList<>();

  final List<Dial> dials = new ArrayList<>();
  final ManualTimers timers = new ManualTimers();
  final ManualTicker ticker = new ManualTicker();
  final Reconnector reconnector;
  private Duration slept = Duration.ZERO;
  private Duration passed = Duration.ZERO;
  boolean dialerClosed;
  String givenUpFor = "";

  TestSide() {
    this(List.of(RELAY), ReconnectPolicy.FOR_EVER, Duration.ZERO);
  }

  TestSide(List<URI> relays, ReconnectPolicy policy, Duration waitForRelay) {
    this.reconnector =
        new Reconnector(
            this,
            relays,
            policy,
            Duration.ofSeconds(15),
            waitForRelay,
            timers,
            ticker,
            () -> passed.plus(slept).toMillis(),
            longest(),
            this);
  }

  /** A side whose link is up. */
  static TestSide linked() {
    TestSide side = new TestSide();
    side.reconnector.start();
    side.last().answer();
    side.heard();
    return side;
  }

  /** Gives the most that is asked for, so that delays are at their limit. */
  static RandomGenerator longest() {
    RandomGenerator random = Mockito.mock(RandomGenerator.class);
    Mockito.when(random.nextLong(Mockito.anyLong()))
        .thenAnswer(call -> call.getArgument(0, Long.class) - 1);
    return random;
  }

  /** Time goes by, and what is due is done. */
  void advance(Duration by) {
    Duration step = Duration.ofMillis(10);
    for (Duration left = by; left.compareTo(Duration.ZERO) > 0; left = left.minus(step)) {
      Duration now = left.compareTo(step) < 0 ? left : step;
      ticker.advance(now);
      passed = passed.plus(now);
      timers.advance(now);
    }
  }

  /** The machine sleeps: the wall clock alone goes on. */
  void sleep(Duration time) {
    slept = slept.plus(time);
  }

  Dial last() {
    return dials.get(dials.size() - 1);
  }

  List<String> heard() {
    List<String> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  // ---- the side

  @Override
  public URI endpoint(URI relay) {
    return relay.resolve("/path");
  }

  @Override
  public SideSession session(Link link, URI relay, SideOwner owner) {
    return last().newSession(owner);
  }

  @Override
  public void onLinked() {
    heard.add("linked");
  }

  @Override
  public void onLost(WsrException cause, Duration nextAttemptIn) {
    heard.add("lost, next in " + nextAttemptIn.toMillis());
  }

  @Override
  public void onRetrying(int attempt, WsrException cause, Duration nextAttemptIn) {
    heard.add("failed " + attempt + ", next in " + nextAttemptIn.toMillis());
  }

  @Override
  public void onRestored(URI relay, Duration away) {
    heard.add("restored at " + relay + " after " + away.toMillis());
  }

  @Override
  public void onGivenUp(CloseReason reason, WsrException cause) {
    heard.add("given up: " + reason);
    givenUpFor = String.valueOf(cause.getMessage());
  }

  @Override
  public void deliver() {}

  // ---- the dialer

  @Override
  public CompletableFuture<Link> dial(URI uri, Function<Link, LinkHandler> handlers) {
    Dial dial = new Dial(uri, handlers);
    dials.add(dial);
    return dial.future;
  }

  @Override
  public void close() {
    dialerClosed = true;
  }

  /** One dial, and the session on its link. */
  static final class Dial implements SideSession {
    final URI uri;
    final CompletableFuture<Link> future = new CompletableFuture<>();
    private final Function<Link, LinkHandler> handlers;
    private SideOwner owner = Mockito.mock(SideOwner.class);
    Health health = Health.ALIVE;
    @Nullable LinkHandler handler;
    int pings;
    boolean left;
    boolean abandoned;

    Dial(URI uri, Function<Link, LinkHandler> handlers) {
      this.uri = uri;
      this.handlers = handlers;
    }

    SideSession newSession(SideOwner newOwner) {
      owner = newOwner;
      return this;
    }

    /** The link opens. */
    Dial open() {
      Link link = FakeLink.open();
      handler = handlers.apply(link);
      future.complete(link);
      return this;
    }

    /** The link opens, and the relay greets. */
    boolean greet() {
      open();
      return owner.onGreeted(this);
    }

    /** All goes well. */
    void answer() {
      if (!greet()) {
        throw new AssertionError("the session was not to go on");
      }
      if (!answered()) {
        throw new AssertionError("the session's link was not taken");
      }
    }

    boolean answered() {
      return owner.onAnswered(this);
    }

    void goingAway(Duration after) {
      owner.onGoingAway(this, after);
    }

    void fail(WsrException cause) {
      future.completeExceptionally(cause);
    }

    void fail() {
      fail(new RelayUnreachableException("nothing listens", null));
    }

    void end(Ending ending) {
      owner.onEnded(this, ending);
    }

    void lose() {
      end(new Ending(CloseReason.LINK_LOST, new RelayUnreachableException("broke", null)));
    }

    boolean isGivenUp() {
      return future.isCancelled() || abandoned;
    }

    @Override
    public LinkHandler handler() {
      return new LinkHandler() {
        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(ByteBuffer message) {}

        @Override
        public void onClosed(int code, String reason) {}
      };
    }

    @Override
    public Health look() {
      return health;
    }

    @Override
    public void ping() {
      pings++;
    }

    @Override
    public void leave() {
      left = true;
    }

    @Override
    public void abandon() {
      abandoned = true;
    }
  }
}
