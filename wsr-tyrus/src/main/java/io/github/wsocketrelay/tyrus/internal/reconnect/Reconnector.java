package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  /** A link that has lived for this long makes a later loss the first one. */
  static final Duration STABLE = Duration.ofSeconds(30);

  /** The longest delay while players can still be given their ports back. */
  static final Duration URGENT = Duration.ofSeconds(1);

  /** For how long after a loss that is. */
  static final Duration URGENT_FOR = Duration.ofSeconds(60);

  /** The same towards a relay that ends link after link. */
  static final Duration WARY = Duration.ofSeconds(5);

  /** The longest time that others may keep a side from dialling. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** So long after a link of this side has asked a relay, it may be what ended the one before. */
  private static final Duration CLAIM = Duration.ofSeconds(30);

  /** A link that is lost before that did no good. */
  private static final Duration BRIEF = Duration.ofSeconds(5);

  private static final int MOST_BRIEF = 10;
  private static final int MOST_AT_ONCE = 3;

  private final LinkDialer dialer;
  private final ReconnectPolicy policy;
  private final Duration startTimeout;
  private final Duration waitForRelay;
  private final Timers timers;
  private final Ticker ticker;
  private final Side side;
  private final SleepWatch sleep;
  private final Object lock = new Object();
  private final RelayRing ring; // guarded by lock
  private final Backoff backoff; // guarded by lock
  private final List<Attempt> attempts = new ArrayList<>(); // guarded by lock
  private @Nullable SideSession current; // guarded by lock
  private Timers.@Nullable Timer next; // guarded by lock
  private @Nullable Duration askedDelay; // guarded by lock
  private volatile URI relay;
  private boolean everLinked; // guarded by lock
  private boolean away = true; // guarded by lock: a loss, or the start, was not made good yet
  private boolean over; // guarded by lock
  private long sinceNanos; // guarded by lock: of the link, or of its loss
  private int failures; // guarded by lock: since the loss
  private int briefLinks; // guarded by lock: in a row
  private int tried; // guarded by lock: attempts until there was a link
  private boolean claimed; // guarded by lock: a newer link has asked the relay of the current one
  private long claimedNanos; // guarded by lock
  private @Nullable Ending replaced; // guarded by lock: the current link's, by one not yet answered

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
    this.dialer = dialer;
    this.policy = policy;
    this.startTimeout = startTimeout;
    this.waitForRelay = waitForRelay;
    this.timers = timers;
    this.ticker = ticker;
    this.side = side;
    this.ring = new RelayRing(relays);
    this.relay = relays.get(0);
    this.backoff = new Backoff(policy, random);
    this.sleep = new SleepWatch(ticker, wallMillis);
    this.sinceNanos = ticker.nanos();
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
      hanging = attempts.size() < MOST_AT_ONCE ? List.of() : longestHanging();
      attempts.removeAll(hanging);
      attempt = new Attempt(elsewhere.orElseGet(ring::next), elsewhere.isPresent());
      attempts.add(attempt);
      tried++;
      limit = isOnlyTry() ? startTimeout : ATTEMPT_LIMIT;
    }
    hanging.forEach(Attempt::giveUp);
    limit(attempt, limit);
    attempt.watchedBy(timers.after(PATIENCE, () -> patienceIsOver(attempt)));
    CompletableFuture<Link> dial =
        dialer.dial(side.endpoint(attempt.relay()), link -> opened(attempt, link));
    attempt.dialling(dial);
    CompletableFuture<?> unused =
        dial.whenComplete(
            (link, failure) -> {
              if (failure != null) {
                failed(attempt, asWsr(failure));
              }
            });
  }

  // guarded by lock
  private List<Attempt> longestHanging() {
    return attempts.stream().filter(attempt -> !attempt.isGreeted()).limit(1).toList();
  }

  /** Whether what fails ends the start. */
  // guarded by lock
  private boolean isOnlyTry() {
    return !everLinked && waitForRelay.isZero();
  }

  private void limit(Attempt attempt, Duration limit) {
    attempt.limitedBy(
        timers.after(
            limit,
            () ->
                failed(
                    attempt,
                    new RelayUnreachableException(
                        "no answer from the relay at %s within %d ms: check the address, the port and firewalls"
                            .formatted(attempt.relay(), limit.toMillis()),
                        null))));
  }

  /** One that still hangs does not keep the next from being made. */
  private void patienceIsOver(Attempt attempt) {
    change(
        () -> {
          boolean newest = !attempts.isEmpty() && attempts.get(attempts.size() - 1) == attempt;
          boolean answering = attempts.stream().anyMatch(Attempt::isGreeted);
          if (attempt.isElsewhere() || next != null || !newest || answering) {
            return;
          }
          if (current != null || (isOnlyTry() && tried < ring.size())) {
            next(Duration.ZERO);
          } else if (!isOnlyTry()) {
            hangs(attempt);
          }
        });
  }

  /** Goes on as after a failure, but for what is still under way, which ends at its limit. */
  // guarded by lock
  private void hangs(Attempt attempt) {
    WsrException cause =
        new RelayUnreachableException(
            "no answer from the relay at %s for %d ms: check the network, or the relay's load"
                .formatted(attempt.relay(), PATIENCE.toMillis()),
            null);
    Duration rest = delay(cause).minus(PATIENCE);
    Duration delay = rest.isNegative() ? Duration.ZERO : rest;
    if (!isTooLate(delay)) {
      failures++;
      next(delay);
      side.onRetrying(failures, cause, delay);
    }
  }

  private LinkHandler opened(Attempt attempt, Link link) {
    SideSession session = side.session(link, attempt.relay(), this);
    attempt.opened(session);
    return session.handler();
  }

  private void failed(Attempt attempt, WsrException cause) {
    change(
        () -> {
          if (attempts.remove(attempt) && current == null) {
            LOG.log(Level.DEBUG, "attempt failed: {0}", cause.getMessage());
            if (!everLinked && Ending.isForGood(cause) && isLastHope()) {
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
    return ring.size() == 1 || (attempts.isEmpty() && tried >= ring.size());
  }

  /** An attempt has failed while there is no link. */
  // guarded by lock
  private void goOn(WsrException cause) {
    Ending before = replaced;
    if (before != null) {
      replaced = null;
      lost(before); // What was to take the link's place did not.
    } else if (attempts.isEmpty() && next == null) {
      retry(cause);
    }
  }

  private static CloseReason reasonOf(WsrException cause) {
    return cause instanceof ProtocolException ? CloseReason.PROTOCOL_ERROR : CloseReason.REJECTED;
  }

  // guarded by lock
  private void retry(WsrException cause) {
    failures++;
    if (isOnlyTry() && tried < ring.size()) {
      next(Duration.ZERO);
      return;
    }
    Duration delay = delay(cause);
    if (isTooLate(delay)) {
      giveUp(CloseReason.LINK_LOST, cause);
    } else {
      next(delay);
      side.onRetrying(failures, cause, delay);
    }
  }

  /** Whether an attempt after this time would come later than there is to be one. */
  // guarded by lock
  private boolean isTooLate(Duration delay) {
    Optional<Duration> patience = everLinked ? policy.giveUpAfter() : Optional.of(waitForRelay);
    return patience.isPresent() && sinceNow().plus(delay).compareTo(patience.get()) > 0;
  }

  // guarded by lock
  private Duration delay(WsrException cause) {
    Duration asked = askedDelay;
    askedDelay = null;
    Duration usual = backoff.next(most());
    Duration told = asked != null ? asked : retryAfter(cause).orElse(Duration.ZERO);
    if (told.compareTo(usual) <= 0) {
      return usual; // Else one that tells 0 would make a busy loop.
    }
    return told.compareTo(LONGEST) < 0 ? told : LONGEST;
  }

  // guarded by lock
  private Duration most() {
    if (sinceNow().compareTo(URGENT_FOR) >= 0) {
      return policy.longestDelay();
    }
    return briefLinks < MOST_BRIEF ? URGENT : WARY;
  }

  private static Optional<Duration> retryAfter(WsrException cause) {
    if (cause instanceof RejectedException rejected) {
      return rejected.retryAfter();
    }
    return cause instanceof RelayUnreachableException unreachable
        ? unreachable.retryAfter()
        : Optional.empty();
  }

  // guarded by lock
  private Duration sinceNow() {
    return Duration.ofNanos(ticker.nanos() - sinceNanos);
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

  // ---- links

  @Override
  public boolean onGreeted(SideSession session) {
    Attempt attempt;
    boolean first;
    boolean limited;
    synchronized (lock) {
      attempt = attemptOf(session);
      if (over || attempt == null) {
        return false;
      }
      first = attempts.stream().noneMatch(Attempt::isGreeted);
      limited = !isOnlyTry();
      if (first) {
        attempt.greeted();
        claimed = claimed || (current != null && attempt.relay().equals(relay));
        claimedNanos = ticker.nanos();
      } else {
        attempts.remove(attempt);
      }
    }
    if (!first) {
      attempt.giveUp();
    } else if (limited) {
      limit(attempt, ANSWER_LIMIT);
    }
    return first;
  }

  // guarded by lock
  private @Nullable Attempt attemptOf(SideSession session) {
    return attempts.stream().filter(attempt -> attempt.isOf(session)).findAny().orElse(null);
  }

  @Override
  public boolean onAnswered(SideSession session) {
    List<Attempt> losers = new ArrayList<>();
    List<SideSession> former = new ArrayList<>();
    AtomicBoolean won = new AtomicBoolean();
    change(
        () -> {
          Attempt winner = attemptOf(session);
          if (winner == null) {
            return; // Given up in between, on another thread.
          }
          won.set(true);
          winner.succeeded();
          attempts.remove(winner);
          losers.addAll(attempts);
          attempts.clear();
          cancelNext();
          if (current != null) {
            former.add(current);
          }
          current = session;
          claimed = false;
          replaced = null;
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
    askedDelay = null;
    Duration lasted = sinceNow();
    if (!everLinked) {
      everLinked = true;
      side.onLinked();
    } else if (away) {
      LOG.log(Level.INFO, "link to {0} restored after {1} ms", relay, lasted.toMillis());
      side.onRestored(relay, lasted);
    }
    if (away) {
      away = false;
      failures = 0;
      sinceNanos = ticker.nanos();
    }
  }

  @Override
  public void onGoingAway(SideSession session, Duration reconnectAfter) {
    synchronized (lock) {
      boolean dialled = current == null && ring.size() == 1 && attemptOf(session) != null;
      if (session == current || dialled) {
        askedDelay = reconnectAfter;
      }
    }
  }

  @Override
  public void onEnded(SideSession session, Ending ending) {
    List<Attempt> ended = new ArrayList<>();
    change(
        () -> {
          Attempt attempt = attemptOf(session);
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
    boolean forGood = ending.isForGood() && (attempt.isGreeted() || !everLinked);
    if (forGood) {
      giveUp(ending.reason(), ending.cause());
    } else {
      goOn(ending.cause());
    }
  }

  /**
   * The current link has ended. Where a relay has ended it for a link of this same side that was
   * dialled beside it, the news of that may come before the answer on the new link.
   */
  // guarded by lock
  private void ended(Ending ending) {
    if (!isOwnDoing(ending)) {
      lost(ending);
      return;
    }
    Ending harmless =
        new Ending(
            CloseReason.LINK_LOST,
            new RelayUnreachableException(
                "the link to %s gave way to a newer one, which broke".formatted(relay), null));
    if (attempts.stream().anyMatch(Attempt::isGreeted)) {
      replaced = harmless;
    } else {
      lost(harmless);
    }
  }

  // guarded by lock
  private boolean isOwnDoing(Ending ending) {
    return claimed
        && ticker.nanos() - claimedNanos < CLAIM.toNanos()
        && ending.cause() instanceof RejectedException rejected
        && rejected.reason() == RejectReason.SUPERSEDED;
  }

  // guarded by lock
  private void lost(Ending ending) {
    Duration lived = sinceNow();
    if (lived.compareTo(STABLE) >= 0) {
      backoff.reset();
    }
    briefLinks = lived.compareTo(BRIEF) < 0 ? briefLinks + 1 : 0;
    away = true;
    sinceNanos = ticker.nanos();
    boolean stays = policy.giveUpAfter().map(Duration::isZero).orElse(false);
    if (ending.isForGood() || stays) {
      giveUp(ending.reason(), ending.cause());
      return;
    }
    if (ending.reason() == CloseReason.RELAY_GOING_AWAY && ring.size() > 1) {
      ring.prefer(relay);
      ring.next(); // The one that goes away comes last.
      askedDelay = null;
    }
    Duration delay = attempts.isEmpty() ? delay(ending.cause()) : Duration.ZERO;
    if (attempts.isEmpty()) {
      next(delay);
    }
    LOG.log(Level.INFO, "link lost: {0}", ending.cause().getMessage());
    side.onLost(ending.cause(), delay);
  }

  // guarded by lock
  private void giveUp(CloseReason reason, WsrException cause) {
    over = true;
    cancelNext();
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
      backoff.reset();
    }
    attempt();
  }

  private void dialBeside(SideSession suspect) {
    synchronized (lock) {
      if (over || current != suspect || !attempts.stream().allMatch(Attempt::isElsewhere)) {
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
      if (current != alive || attempts.stream().anyMatch(Attempt::isGreeted)) {
        return;
      }
      cancelNext();
      needless = attempts.stream().filter(attempt -> !attempt.isElsewhere()).toList();
      attempts.removeAll(needless);
    }
    needless.forEach(Attempt::giveUp);
  }

  private void dead(SideSession session) {
    change(
        () -> {
          if (current == session) {
            current = null;
            lost(
                new Ending(
                    CloseReason.LINK_LOST,
                    new RelayUnreachableException(
                        "the relay at %s does not answer any more: check the network"
                            .formatted(relay),
                        null)));
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
      needless = attempts.stream().filter(Attempt::isElsewhere).toList();
      attempts.removeAll(needless);
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
      left = List.copyOf(attempts);
      attempts.clear();
      session = current;
      current = null;
    }
    left.forEach(Attempt::giveUp);
    if (session != null) {
      session.leave();
    }
    dialer.close();
  }

  private static WsrException asWsr(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof WsrException told
        ? told
        : new WsrException("dialling failed: " + cause, cause);
  }
}
