package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps a side linked. Dials, and dials again when the link is lost; dials beside a link whose
 * relay does not answer, and lets the first that answers win. Several attempts may be under way,
 * since one that hangs must not delay the next; of their links only one at a time goes beyond the
 * relay's greeting, so that a side never competes with itself. Safe for use by many threads.
 */
public final class Reconnector implements SideOwner {
  private static final Logger LOG = System.getLogger(Reconnector.class.getName());

  /** How long an attempt may hang before another one is made. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long an attempt may hang. */
  static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(8);

  /** How long a relay may take from its greeting to its answer. */
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Side side;
  private final SleepWatch sleep;
  private final Dialling dialling;
  private final Object lock = new Object();
  private final Course course; // guarded by lock, but for the relay

  /**
   * Makes one that does nothing yet.
   *
   * @param dialer is closed with the reconnector
   * @param relays to be tried in turn
   * @param startTimeout how long the first attempt may hang where it is the only one
   * @param waitForRelay how long to try until there is a link for the first time; zero for one
   *     attempt at each relay
   * @param wallMillis the wall clock
   */
  public Reconnector(
      LinkDialer dialer,
      List<URI> relays,
      ReconnectPolicy policy,
      Duration startTimeout,
      Duration waitForRelay,
      Timers timers,
      Ticker ticker,
      LongSupplier wallMillis,
      RandomGenerator random,
      Side side) {
    this.side = side;
    this.sleep = new SleepWatch(ticker, wallMillis);
    this.course =
        new Course(
            policy,
            new RelayRing(relays),
            new Start(startTimeout, waitForRelay, relays.size()),
            new Pace(policy, relays.size(), random, ticker),
            new Claim(ticker),
            timers,
            side,
            this::attempt);
    this.dialling = new Dialling(dialer, timers, side, this, this::failed, this::patienceIsOver);
  }

  /**
   * The start has begun, and fails when there is no link in time; {@link #start} follows once what
   * the side needs for a link is there.
   */
  public void limitStart() {
    synchronized (lock) {
      course.limitStart(() -> change(course::startIsOver));
    }
  }

  /** Begins to dial. */
  public void start() {
    attempt();
  }

  /** The relay of the link, or of the last one. */
  public URI relay() {
    return course.relay();
  }

  // ---- attempts

  private void attempt() {
    attempt(Optional.empty());
  }

  private void attempt(Optional<URI> elsewhere) {
    Attempt attempt;
    List<Attempt> hanging;
    Duration limit;
    synchronized (lock) {
      if (course.isOver()) {
        return;
      }
      hanging = course.makeRoom();
      attempt = course.begin(elsewhere);
      limit = course.isOnlyTry() ? course.startTimeout() : ATTEMPT_LIMIT;
    }
    hanging.forEach(Attempt::giveUp);
    dialling.begin(attempt, PATIENCE, limit);
  }

  private void patienceIsOver(Attempt attempt) {
    change(() -> course.hangs(attempt, PATIENCE));
  }

  private void failed(Attempt attempt, WsrException cause) {
    change(() -> course.failed(attempt, cause));
    attempt.giveUp();
  }

  // ---- links

  @Override
  public boolean onGreeted(SideSession session) {
    Attempt attempt;
    boolean first;
    boolean limited;
    synchronized (lock) {
      attempt = course.of(session);
      if (attempt == null) {
        return false;
      }
      first = course.greeted(attempt);
      limited = !course.isOnlyTry();
    }
    if (!first) {
      attempt.giveUp();
    } else if (limited) {
      dialling.limit(attempt, ANSWER_LIMIT);
    }
    return first;
  }

  @Override
  public boolean onAnswered(SideSession session) {
    List<Attempt> losers = new ArrayList<>();
    List<SideSession> former = new ArrayList<>();
    AtomicBoolean won = new AtomicBoolean();
    change(
        () -> {
          SideSession before = course.current();
          Optional<List<Attempt>> others = course.answered(session);
          if (others.isPresent()) {
            won.set(true);
            losers.addAll(others.get());
            if (before != null) {
              former.add(before);
            }
          }
        });
    losers.forEach(Attempt::giveUp);
    former.forEach(SideSession::abandon);
    return won.get();
  }

  @Override
  public void onGoingAway(SideSession session, Duration reconnectAfter) {
    synchronized (lock) {
      course.goingAway(session, reconnectAfter);
    }
  }

  @Override
  public void onEnded(SideSession session, Ending ending) {
    List<Attempt> ended = new ArrayList<>();
    change(() -> course.ended(session, ending).ifPresent(ended::add));
    ended.forEach(Attempt::giveUp);
  }

  private void change(Runnable what) {
    synchronized (lock) {
      if (course.isOver()) {
        return;
      }
      what.run();
    }
    side.deliver();
  }

  // ---- watching

  /** Looks at the link; called once a second. */
  public void look() {
    boolean slept = sleep.hasSlept();
    SideSession looked;
    synchronized (lock) {
      looked = course.current();
    }
    if (looked == null) {
      if (slept) {
        dialNow();
      }
      return;
    }
    if (slept) {
      looked.ping();
    }
    Health health = looked.look();
    if (health == Health.DEAD) {
      dead(looked);
    } else if (health == Health.SUSPECT || slept) {
      dialBeside(looked);
    } else {
      callOff(looked);
    }
  }

  /** Does not wait for the next attempt's time: the reason for it is over. */
  private void dialNow() {
    synchronized (lock) {
      if (!course.hurry()) {
        return;
      }
    }
    attempt();
  }

  private void dialBeside(SideSession suspect) {
    synchronized (lock) {
      if (!course.isToDialBeside(suspect)) {
        return;
      }
    }
    LOG.log(Level.DEBUG, "the relay at {0} does not answer: dialling beside", relay());
    attempt();
  }

  /** The link answers again: what was dialled beside it is not needed, unless it is further. */
  private void callOff(SideSession alive) {
    List<Attempt> needless;
    synchronized (lock) {
      needless = course.callOff(alive);
    }
    needless.forEach(Attempt::giveUp);
  }

  private void dead(SideSession session) {
    change(() -> course.dead(session));
    session.abandon();
  }

  /** Tries the next relay beside the link, since that is of no use. */
  public void tryNextRelay() {
    Optional<URI> other;
    synchronized (lock) {
      other = course.otherRelay();
    }
    if (other.isPresent()) {
      attempt(other);
    }
  }

  /** The link is of use again: what {@link #tryNextRelay} has begun must not take its place. */
  public void stay() {
    List<Attempt> needless;
    synchronized (lock) {
      needless = course.stay();
    }
    needless.forEach(Attempt::giveUp);
  }

  /** Says good-bye, ends what is being dialled, and closes the dialer. Blocks for a short while. */
  public void close() {
    List<Attempt> left;
    SideSession session;
    synchronized (lock) {
      session = course.current();
      left = course.end();
    }
    left.forEach(Attempt::giveUp);
    if (session != null) {
      session.leave();
    }
    dialling.close();
  }
}
