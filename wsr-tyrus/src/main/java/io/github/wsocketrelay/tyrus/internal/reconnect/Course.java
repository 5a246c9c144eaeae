package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows on each thing that happens to a side's links. Sets timers and lets the side
 * keep what it hears; what must be done without the lock of its owner, which guards this, it hands
 * back.
 */
final class Course {
  private static final Logger LOG = System.getLogger(Course.class.getName());

  private final ReconnectPolicy policy;
  private final RelayRing ring;
  private final Start start;
  private final Pace pace;
  private final Claim claim;
  private final Timers timers;
  private final Side side;
  private final Runnable attempt;
  private final Attempts attempts = new Attempts();
  private @Nullable SideSession current;
  private Timers.@Nullable Timer next;
  private Timers.@Nullable Timer startLimit;
  private volatile URI relay; // Read without the lock too.
  private boolean over;

  /**
   * Makes one before the start.
   *
   * @param attempt makes the next attempt; called without the lock
   */
  Course(
      ReconnectPolicy policy,
      RelayRing ring,
      Start start,
      Pace pace,
      Claim claim,
      Timers timers,
      Side side,
      Runnable attempt) {
    this.policy = policy;
    this.ring = ring;
    this.start = start;
    this.pace = pace;
    this.claim = claim;
    this.timers = timers;
    this.side = side;
    this.attempt = attempt;
    this.relay = ring.first();
  }

  URI relay() {
    return relay;
  }

  boolean isOver() {
    return over;
  }

  @Nullable SideSession current() {
    return current;
  }

  // ---- the start

  void limitStart(Runnable late) {
    if (!over) {
      startLimit = timers.after(start.limit(), late);
    }
  }

  void startIsOver() {
    if (!start.isOver()) {
      giveUp(CloseReason.LINK_LOST, start.late(attempts.oldest().map(Attempt::relay)));
    }
  }

  boolean isOnlyTry() {
    return start.isOnlyTry();
  }

  Duration startTimeout() {
    return start.timeout();
  }

  private void cancelStartLimit() {
    if (startLimit != null) {
      startLimit.cancel();
      startLimit = null;
    }
  }

  // ---- attempts

  /** Takes what hangs and makes one more too many; to be given up. */
  List<Attempt> makeRoom() {
    return attempts.makeRoom();
  }

  Attempt begin(Optional<URI> elsewhere) {
    cancelNext();
    Attempt begun = new Attempt(elsewhere.orElseGet(ring::next), elsewhere.isPresent());
    attempts.add(begun);
    start.tried();
    pace.tried();
    return begun;
  }

  /** The attempt that has led to this session, if it is still wanted. */
  @Nullable Attempt of(SideSession session) {
    return over ? null : attempts.of(session);
  }

  /** One that still hangs does not keep the next from being made. */
  void hangs(Attempt attempt, Duration patience) {
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
      goOnBeside(attempt, patience);
    }
  }

  /** Goes on as after a failure, but for what is still under way, which ends at its limit. */
  private void goOnBeside(Attempt attempt, Duration patience) {
    WsrException cause = NoAnswer.yet(patience, attempt.relay());
    Duration rest = pace.afterFailure(cause).minus(patience);
    Duration delay = rest.isNegative() ? Duration.ZERO : rest;
    if (!isTooLate(delay)) {
      next(delay);
      side.onRetrying(pace.failed(), cause, delay);
    }
  }

  void failed(Attempt attempt, WsrException cause) {
    if (!attempts.remove(attempt) || current != null) {
      return;
    }
    LOG.log(Level.DEBUG, "attempt failed: {0}", cause.getMessage());
    if (!start.isOver() && Ending.isForGood(cause) && isLastHope()) {
      giveUp(reasonOf(cause), cause);
    } else {
      goOn(cause);
    }
  }

  /** Whether no other relay may yet answer. */
  private boolean isLastHope() {
    return ring.size() == 1 || (attempts.isEmpty() && start.isEachTried());
  }

  /** An attempt has failed while there is no link. */
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
  private boolean isTooLate(Duration delay) {
    Optional<Duration> patience =
        start.isOver() ? policy.giveUpAfter() : Optional.of(start.waitForRelay());
    return patience.isPresent() && pace.isLater(delay, patience.get());
  }

  private void next(Duration delay) {
    cancelNext();
    next = timers.after(delay, attempt);
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  /** Does not wait for the next attempt's time; tells whether there is one to be made. */
  boolean hurry() {
    if (over || next == null) {
      return false;
    }
    pace.hurry();
    return true;
  }

  /** Tells whether it may go on, which only one at a time may. */
  boolean greeted(Attempt attempt) {
    if (attempts.isAnyGreeted()) {
      attempts.remove(attempt);
      return false;
    }
    attempt.greeted();
    claim.asked(current != null && attempt.relay().equals(relay));
    return true;
  }

  // ---- links

  /** Makes it the current one; gives the others to be given up, or nothing if it was itself. */
  Optional<List<Attempt>> answered(SideSession session) {
    Attempt winner = attempts.of(session);
    if (winner == null) {
      return Optional.empty(); // Given up in between, on another thread.
    }
    winner.succeeded();
    attempts.remove(winner);
    cancelNext();
    current = session;
    claim.settled();
    relay = winner.relay();
    ring.prefer(winner.relay());
    linked();
    return Optional.of(attempts.takeAll());
  }

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

  void goingAway(SideSession session, Duration reconnectAfter) {
    boolean dialled = current == null && ring.size() == 1 && attempts.of(session) != null;
    if (session == current || dialled) {
      pace.asked(reconnectAfter);
    }
  }

  /** A link has ended; gives its attempt, if it was one, to be given up. */
  Optional<Attempt> ended(SideSession session, Ending ending) {
    if (session == current) {
      current = null;
      ended(ending);
      return Optional.empty();
    }
    Attempt ended = attempts.of(session);
    if (ended != null) {
      attempts.remove(ended);
      notAnswered(ended, ending);
    }
    return Optional.ofNullable(ended);
  }

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
  private void ended(Ending ending) {
    if (!claim.hasCaused(ending)) {
      lost(ending);
    } else if (attempts.isAnyGreeted()) {
      claim.replaced(Claim.harmless(relay));
    } else {
      lost(Claim.harmless(relay));
    }
  }

  void dead(SideSession session) {
    if (current == session) {
      current = null;
      lost(new Ending(CloseReason.LINK_LOST, NoAnswer.anyMore(relay)));
    }
  }

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

  private void giveUp(CloseReason reason, WsrException cause) {
    over = true;
    cancelNext();
    cancelStartLimit();
    side.onGivenUp(reason, cause);
  }

  boolean isToDialBeside(SideSession suspect) {
    return !over && current == suspect && attempts.areAllElsewhere();
  }

  /** The link answers again; gives what was dialled beside it, unless that is further. */
  List<Attempt> callOff(SideSession alive) {
    if (current != alive || attempts.isAnyGreeted()) {
      return List.of();
    }
    cancelNext();
    return attempts.takeBeside();
  }

  /** The next relay to look at beside the link, if there is one and nothing is under way. */
  Optional<URI> otherRelay() {
    return over || current == null || !attempts.isEmpty() || ring.size() == 1
        ? Optional.empty()
        : Optional.of(ring.nextBut(relay));
  }

  /** The link is of use again; gives the looks at other relays. */
  List<Attempt> stay() {
    return current == null ? List.of() : attempts.takeElsewhere();
  }

  /** Ends all; gives what is under way. */
  List<Attempt> end() {
    over = true;
    cancelNext();
    cancelStartLimit();
    current = null;
    return attempts.takeAll();
  }
}
