package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one tunnel at the exposer, which only answers, with a report that is never longer:
 * one for each that came, and no more than {@value #PER_SECOND} a second. Safe for use by many
 * threads.
 */
final class ReportAnswers {
  static final int PER_SECOND = 10;
  static final int BURST = 40;

  private static final int NO_FLOW = -1;

  private final PathMeter meter;
  private final TokenBucket bucket; // guarded by itself
  private volatile int number = NO_FLOW;

  ReportAnswers(Ticker ticker) {
    this.meter = new PathMeter(ticker);
    this.bucket = new TokenBucket(PER_SECOND, BURST, ticker);
  }

  PathMeter meter() {
    return meter;
  }

  /** The connector reports on this flow from now on, and on no other. */
  void open(int flow) {
    number = flow;
  }

  /** The connector ended a flow. */
  void close(int flow) {
    if (number == flow) {
      number = NO_FLOW;
    }
  }

  boolean is(int flow) {
    return flow == number;
  }

  /** Reads a report; the answer, or null where there is none. */
  @Nullable ByteBuffer answer(ByteBuffer report) {
    synchronized (bucket) {
      if (!bucket.tryTake(1)) {
        return null;
      }
    }
    return meter.take(report) ? meter.report() : null;
  }
}
