package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.TunnelApproval;
import io.github.wsocketrelay.TunnelApproval.TunnelRequested;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user's program whether connectors may come. There is one answer to each question, and
 * the answer is no where the program fails or takes too long.
 */
public final class Approvals {
  private static final Logger LOG = System.getLogger(Approvals.class.getName());

  private final Optional<TunnelApproval> approval;
  private final Duration timeout;
  private final Timers timers;
  private final Consumer<Runnable> calls;
  private final LogLimit logs = new LogLimit(LOG); // Strangers decide how often they are asked of.

  /**
   * Asks nothing yet.
   *
   * @param approval empty where all may come
   * @param calls is given each call of the program in order, also under a lock: it must only keep
   *     it
   */
  public Approvals(
      Optional<TunnelApproval> approval,
      Duration timeout,
      Timers timers,
      Consumer<Runnable> calls) {
    this.approval = approval;
    this.timeout = timeout;
    this.timers = timers;
    this.calls = calls;
  }

  /** Whether anything is asked at all. */
  boolean areNeeded() {
    return approval.isPresent();
  }

  /**
   * Asks, which only keeps the call and sets a timer.
   *
   * @param answer hears the answer once, on any thread with no lock held
   * @return to be cancelled when the answer is of no use any more
   */
  Timers.Timer ask(TunnelRequested request, Consumer<Boolean> answer) {
    AtomicBoolean answered = new AtomicBoolean();
    Consumer<Boolean> once =
        approved -> {
          if (answered.compareAndSet(false, true)) {
            answer.accept(approved);
          }
        };
    Timers.Timer timer =
        timers.after(
            timeout,
            () -> {
              logs.log(
                  Level.DEBUG, "late", "nobody decided in time about " + request.remoteAddress());
              once.accept(false);
            });
    calls.accept(() -> call(request, once));
    return timer;
  }

  private void call(TunnelRequested request, Consumer<Boolean> answer) {
    CompletionStage<Boolean> decision;
    try {
      decision = approval.orElseThrow().onTunnelRequested(request);
      CompletionStage<?> unused =
          decision.whenComplete((approved, failure) -> answered(approved, failure, answer));
    } catch (Throwable e) { // Also of a stage that is null, or not a good one.
      answered(false, e, answer);
    }
  }

  private void answered(
      @Nullable Boolean approved, @Nullable Throwable failure, Consumer<Boolean> answer) {
    if (failure != null) {
      logs.log(Level.WARNING, "failed", "an approval failed, which refuses the connector", failure);
    }
    answer.accept(failure == null && Boolean.TRUE.equals(approved));
  }
}
