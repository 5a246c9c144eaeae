package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
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
import org.jspecify.annotations.Nullable;

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

  private final ReconnectPolicy policy;
  private final Timers timers;
  private final Side side;
  private final SleepWatch sleep;
  private final Dialling dialling;
  private final Object lock = new Object();
  private final RelayRing ring; // guarded by lock
  private final Start start; // guarded by lock
  private final Pace pace; // guarded by lock
  private final Claim claim; // guarded by lock
  private final Attempts attempts = new Attempts(); // guarded by lock
  private @Nullable SideSession current; // guarded by lock
  private Timers.@Nullable Timer next; // guarded by lock
  private Timers.@Nullable Timer startLimit; // guarded by lock
  private volatile URI relay;
  private boolean over; // guarded by lock

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
    this.policy = policy;
    this.timers = timers;
    this.side = side;
    this.sleep = new SleepWatch(ticker, wallMillis);
    this.ring = new RelayRing(relays);
    this.start = new Start(startTimeout, waitForRelay, relays.size());
    this.pace = new Pace(policy, relays.size(), random, ticker);
    this.claim = new Claim(ticker);
    this.relay = relays.get(0);
    this.dialling = new Dialling(dialer, timers, side, this, this::failed, this::patienceIsOver);
  }

  /**
   * The start has begun, and fails when there is no link in time; {@link #start} follows once what
   * the side needs for a link is there.
   */
  public void limitStart() {
    synchronized (lock) {
      if (!over) {
        startLimit = timers.after(start.limit(), this::startIsOver);
      }
    }
  }

  private void startIsOver() {
    change(
        () -> {
          if (!start.isOver()) {
            giveUp(CloseReason.LINK_LOST, start.late(attempts.oldest().map(Attempt::relay)));
          }
        });
  }

  /** Begins to dial. */
  public void start() {
    attempt();
  }

  /** The relay of the link, or of the last one. */
  public URI relay() {
    return relay;
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
      cancelNext();
      if (over) {
        return;
      }
      hanging = attempts.makeRoom();
      attempt = new Attempt(elsewhere.orElseGet(ring::next), elsewhere.isPresent());
      attempts.add(attempt);
      start.tried();
      pace.tried();
      limit = start.isOnlyTry() ? start.timeout() : ATTEMPT_LIMIT;
    }
    hanging.forEach(Attempt::giveUp);
    dialling.begin(attempt, PATIENCE, limit);
  }

  /** One that still hangs does not keep the next from being made. */
  private void patienceIsOver(Attempt attempt) {
    change(
        () -> {
          attempt.hangs();
          if ((attempt.isElsewhere() && current != null)
              || next != null
              || !attempts.isNewest(attempt)
              || attempts.isAnyGreeted()) {
            return;
          }
          if (current != null || (start.isOnlyTry() && !start.isEachTried())) {
            next(Duration.ZERO);
          } else if (!start.isOnlyTry()) {
            hangs(attempt);
          }
        });
  }

  /** Goes on as after a failure, but for what is still under way, which ends at its limit. */
  // guarded by lock
  private void hangs(Attempt attempt) {
    WsrException cause = NoAnswer.yet(PATIENCE, attempt.relay());
    Duration rest = pace.afterFailure(cause).minus(PATIENCE);
    Duration delay = rest.isNegative() ? Duration.ZERO : rest;
    if (!isTooLate(delay)) {
      next(delay);
      side.onRetrying(pace.failed(), cause, delay);
    }
  }

  private void failed(Attempt attempt, WsrException cause) {
    change(
        () -> {
          if (attempts.remove(attempt) && current == null) {
            LOG.log(Level.DEBUG, "attempt failed: {0}", cause.getMessage());
            if (!start.isOver() && Ending.isForGood(cause) && isLastHope()) {
              giveUp(reasonOf(cause), cause);
            } else {
              goOn(cause);
            }
          }
        });
    attempt.giveUp();
  }

  /** Whether no other relay may yet answer. */
  // guarded by lock
  private boolean isLastHope() {
    return ring.size() == 1 || (attempts.isEmpty() && start.isEachTried());
  }

  /** An attempt has failed while there is no link. */
  // guarded by lock
  private void goOn(WsrException cause) {
    start.failed(cause);
    Ending before = claim.takeReplaced();
    if (before != null) {
      lost(before); // What was to take the link's place did not.
    } else if (attempts.areAllHanging() && next == null) {
      retry(cause);
    }
  }

  private static CloseReason reasonOf(WsrException cause) {
    return cause instanceof ProtocolException ? CloseReason.PROTOCOL_ERROR : CloseReason.REJECTED;
  }

  // guarded by lock
  private void retry(WsrException cause) {
    int failures = pace.failed();
    if (start.isOnlyTry() && !start.isEachTried()) {
      next(Duration.ZERO);
      return;
    }
    Duration delay = pace.afterFailure(cause);
    if (isTooLate(delay)) {
      if (attempts.isEmpty()) {
        giveUp(CloseReason.LINK_LOST, cause);
      }
    } else {
      next(delay);
      side.onRetrying(failures, cause, delay);
    }
  }

  /** Whether an attempt after this time would come later than there is to be one. */
  // guarded by lock
  private boolean isTooLate(Duration delay) {
    Optional<Duration> patience =
        start.isOver() ? policy.giveUpAfter() : Optional.of(start.waitForRelay());
    return patience.isPresent() && pace.isLater(delay, patience.get());
  }

  // guarded by lock
  private void next(Duration delay) {
    cancelNext();
    next = timers.after(delay, this::attempt);
  }

  // guarded by lock
  private void cancelNext() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  // guarded by lock
  private void cancelStartLimit() {
    if (startLimit != null) {
      startLimit.cancel();
      startLimit = null;
    }
  }

  // ---- links

  @Override
  public boolean onGreeted(SideSession session) {
    Attempt attempt;
    boolean first;
    boolean limited;
    synchronized (lock) {
      attempt = attempts.of(session);
      if (over || attempt == null) {
        return false;
      }
      first = !attempts.isAnyGreeted();
      limited = !start.isOnlyTry();
      if (first) {
        attempt.greeted();
        claim.asked(current != null && attempt.relay().equals(relay));
      } else {
        attempts.remove(attempt);
      }
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
          Attempt winner = attempts.of(session);
          if (winner == null) {
            return; // Given up in between, on another thread.
          }
          won.set(true);
          winner.succeeded();
          attempts.remove(winner);
          losers.addAll(attempts.takeAll());
          cancelNext();
          if (current != null) {
            former.add(current);
          }
          current = session;
          claim.settled();
          relay = winner.relay();
          ring.prefer(winner.relay());
          linked();
        });
    losers.forEach(Attempt::giveUp);
    former.forEach(SideSession::abandon);
    return won.get();
  }

  // guarded by lock
  private void linked() {
    Optional<Duration> away = pace.linked();
    cancelStartLimit();
    if (start.linked()) {
      side.onLinked();
    } else if (away.isPresent()) {
      LOG.log(Level.INFO, "link to {0} restored after {1} ms", relay, away.get().toMillis());
      side.onRestored(relay, away.get());
    }
  }

  @Override
  public void onGoingAway(SideSession session, Duration reconnectAfter) {
    synchronized (lock) {
      boolean dialled = current == null && ring.size() == 1 && attempts.of(session) != null;
      if (session == current || dialled) {
        pace.asked(reconnectAfter);
      }
    }
  }

  @Override
  public void onEnded(SideSession session, Ending ending) {
    List<Attempt> ended = new ArrayList<>();
    change(
        () -> {
          Attempt attempt = attempts.of(session);
          if (session == current) {
            current = null;
            ended(ending);
          } else if (attempt != null) {
            attempts.remove(attempt);
            ended.add(attempt);
            notAnswered(attempt, ending);
          }
        });
    ended.forEach(Attempt::giveUp);
  }

  // guarded by lock
  private void notAnswered(Attempt attempt, Ending ending) {
    if (current != null) {
      return; // It was dialled beside a link that lives.
    }
    boolean forGood = ending.isForGood() && (attempt.isGreeted() || !start.isOver());
    if (forGood) {
      giveUp(ending.reason(), ending.cause());
    } else {
      goOn(ending.cause());
    }
  }

  /** The current link has ended, which is no loss where a newer one of this side has its place. */
  // guarded by lock
  private void ended(Ending ending) {
    if (!claim.hasCaused(ending)) {
      lost(ending);
    } else if (attempts.isAnyGreeted()) {
      claim.replaced(Claim.harmless(relay));
    } else {
      lost(Claim.harmless(relay));
    }
  }

  // guarded by lock
  private void lost(Ending ending) {
    pace.lost(attempts.size());
    boolean stays = policy.giveUpAfter().map(Duration::isZero).orElse(false);
    if (ending.isForGood() || stays) {
      giveUp(ending.reason(), ending.cause());
      return;
    }
    if (ending.reason() == CloseReason.RELAY_GOING_AWAY && ring.size() > 1) {
      ring.prefer(relay);
      ring.next(); // The one that goes away comes last.
      pace.forgetAsked();
    }
    Duration delay = Duration.ZERO;
    if (attempts.areAllHanging()) {
      delay = pace.afterLoss(ending.cause());
      next(delay);
    }
    LOG.log(Level.INFO, "link lost: {0}", ending.cause().getMessage());
    side.onLost(ending.cause(), delay);
  }

  // guarded by lock
  private void giveUp(CloseReason reason, WsrException cause) {
    over = true;
    cancelNext();
    cancelStartLimit();
    side.onGivenUp(reason, cause);
  }

  private void change(Runnable what) {
    synchronized (lock) {
      if (over) {
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
      looked = current;
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
      if (over || next == null) {
        return;
      }
      pace.hurry();
    }
    attempt();
  }

  private void dialBeside(SideSession suspect) {
    synchronized (lock) {
      if (over || current != suspect || !attempts.areAllElsewhere()) {
        return;
      }
    }
    LOG.log(Level.DEBUG, "the relay at {0} does not answer: dialling beside", relay);
    attempt();
  }

  /** The link answers again: what was dialled beside it is not needed, unless it is further. */
  private void callOff(SideSession alive) {
    List<Attempt> needless;
    synchronized (lock) {
      if (current != alive || attempts.isAnyGreeted()) {
        return;
      }
      cancelNext();
      needless = attempts.takeBeside();
    }
    needless.forEach(Attempt::giveUp);
  }

  private void dead(SideSession session) {
    change(
        () -> {
          if (current == session) {
            current = null;
            lost(new Ending(CloseReason.LINK_LOST, NoAnswer.anyMore(relay)));
          }
        });
    session.abandon();
  }

  /** Tries the next relay beside the link, since that is of no use. */
  public void tryNextRelay() {
    URI other;
    synchronized (lock) {
      if (over || current == null || !attempts.isEmpty() || ring.size() == 1) {
        return;
      }
      other = ring.nextBut(relay);
    }
    attempt(Optional.of(other));
  }

  /** The link is of use again: what {@link #tryNextRelay} has begun must not take its place. */
  public void stay() {
    List<Attempt> needless;
    synchronized (lock) {
      if (current == null) {
        return;
      }
      needless = attempts.takeElsewhere();
    }
    needless.forEach(Attempt::giveUp);
  }

  /** Says good-bye, ends what is being dialled, and closes the dialer. Blocks for a short while. */
  public void close() {
    List<Attempt> left;
    SideSession session;
    synchronized (lock) {
      over = true;
      cancelNext();
      cancelStartLimit();
      left = attempts.takeAll();
      session = current;
      current = null;
    }
    left.forEach(Attempt::giveUp);
    if (session != null) {
      session.leave();
    }
    dialling.close();
  }
}
