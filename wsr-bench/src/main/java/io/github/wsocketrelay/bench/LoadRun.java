package io.github.wsocketrelay.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One load over some flows: sends, takes in what comes back, and measures meanwhile. */
final class LoadRun {
  private static final Duration TO_BEGIN = Duration.ofMillis(20);

  /** What has not come back by then, or for this long after the last that did, is lost. */
  private static final Duration LAST_RETURN = Duration.ofSeconds(5);

  private static final Duration SILENCE = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration TELL = Duration.ofSeconds(1);

  private final Flows flows;
  private final Load load;
  private final Progress progress;

  LoadRun(Flows flows, Load load, Progress progress) {
    this.flows = flows;
    this.load = load;
    this.progress = progress;
  }

  /**
   * Runs the load.
   *
   * @param unmeasured how long it runs before measuring begins
   * @param measured how long it is measured
   */
  Outcome run(Duration unmeasured, Duration measured) throws InterruptedException {
    long begin = System.nanoTime() + TO_BEGIN.toNanos();
    long measureFrom = begin + unmeasured.toNanos();
    Span span = new Span(begin, measureFrom, measureFrom + measured.toNanos());
    Tally tally = new Tally(span);
    Receiver receiver = new Receiver(flows, windows(span, tally), tally);
    Worker receiving = Worker.start("bench-receive", receiver::run);
    Worker sending = load.isPaced() ? startSending(span, tally) : null;
    Cost cost;
    try {
      cost = measure(span);
      if (sending != null) {
        sending.join();
      }
      awaitReturns(tally);
    } finally {
      receiver.stop();
    }
    receiving.join();
    return Outcome.of(tally, span, cost);
  }

  private List<Window> windows(Span span, Tally tally) {
    if (load.isPaced()) {
      return List.of();
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(load.mostBytes());
    return flows.sockets().stream()
        .map(socket -> new Window(socket, load, span, tally, buffer))
        .toList();
  }

  private Worker startSending(Span span, Tally tally) {
    return Worker.start("bench-send", new PacedSender(flows.sockets(), load, span, tally)::run);
  }

  private Cost measure(Span span) throws InterruptedException {
    await(span.measureFrom(), null);
    ThreadCosts before = ThreadCosts.now();
    await(span.end(), span);
    return before.until(ThreadCosts.now());
  }

  private void await(long time, @Nullable Span measured) throws InterruptedException {
    long left;
    while ((left = time - System.nanoTime()) > 0) {
      progress.tell(measured == null ? "warms up" : "%.0f s to go".formatted(left / 1e9));
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TELL.toNanos()));
    }
  }

  private static void awaitReturns(Tally tally) throws InterruptedException {
    long ended = System.nanoTime();
    long lastReturn = ended;
    long returned = tally.returnedInAll();
    while (returned < tally.sentInAll()) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      long now = System.nanoTime();
      if (tally.returnedInAll() > returned) {
        returned = tally.returnedInAll();
        lastReturn = now;
      } else if (now - lastReturn > SILENCE.toNanos()) {
        return;
      }
      if (now - ended > LAST_RETURN.toNanos()) {
        return;
      }
    }
  }
}
