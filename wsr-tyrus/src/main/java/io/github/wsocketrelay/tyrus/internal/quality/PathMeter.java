package io.github.wsocketrelay.tyrus.internal.quality;

import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;

/**
 * One end of a tunnel as a measuring instrument: counts its datagrams, makes its reports and reads
 * those of the other end. Whatever the other end says makes a value wrong at most. Safe for use by
 * many threads.
 */
public final class PathMeter {
  /** The target of the flow that carries reports; no server has so many. */
  public static final int TARGET = 65_535;

  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final double GAIN = 1.0 / 4;
  private static final int MOST_RTT_MICROS = 60_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Ticker ticker;
  private final long originNanos;
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder answers = new LongAdder();
  private final RoundTrips roundTrips = new RoundTrips(GAIN, FRESH);
  private Jitter jitter = new Jitter(); // guarded by this
  private final LossWindow lost = new LossWindow(); // guarded by this
  private int sendLoss = Report.UNKNOWN; // guarded by this
  private boolean heard; // guarded by this; what follows is of the newest report
  private long heardNanos; // guarded by this
  private int clock; // guarded by this
  private int echo; // guarded by this

  /** Makes a meter of a new tunnel. */
  public PathMeter(Ticker ticker) {
    this.ticker = ticker;
    this.originNanos = ticker.nanos();
  }

  /** This end was given a datagram for the tunnel, whatever becomes of it. */
  public void sent() {
    sent.increment();
  }

  /** A datagram came through the tunnel, a report too. */
  public void received() {
    received.increment();
  }

  /** How many of the own reports were answered. */
  public long answers() {
    return answers.sum();
  }

  /** The next report, counted as sent. */
  public synchronized ByteBuffer report() {
    sent.increment();
    long now = ticker.nanos();
    long hold = heard ? (now - heardNanos) / NANOS_PER_MICRO : Report.NONE;
    boolean fits = hold <= Integer.MAX_VALUE;
    OptionalDouble loss = lost.loss();
    return new Report(
            micros(now),
            clock,
            fits ? (int) hold : Report.NONE,
            sent.intValue(),
            loss.isPresent() ? (int) Math.round(loss.getAsDouble() * Report.WHOLE) : Report.UNKNOWN)
        .encode();
  }

  /**
   * Reads a report that came, after {@link #received}.
   *
   * @return false if it is none
   */
  public synchronized boolean take(ByteBuffer payload) {
    Report report = Report.decode(payload);
    if (report == null) {
      return false;
    }
    long now = ticker.nanos();
    if (!isFresh(now)) {
      jitter = new Jitter(); // The other end may have slept, or be another process.
    }
    // Each of the own reports is measured once, though the other end may repeat itself.
    if (report.holdMicros() >= 0 && !(heard && report.echo() == echo)) {
      int rtt = micros(now) - report.echo() - report.holdMicros();
      if (rtt >= 0 && rtt <= MOST_RTT_MICROS) {
        roundTrips.add(rtt * NANOS_PER_MICRO, now);
        answers.increment();
      }
      echo = report.echo();
    }
    jitter.add(report.clock(), micros(now));
    lost.add(report.sent(), received.intValue());
    sendLoss = report.loss();
    clock = report.clock();
    heard = true;
    heardNanos = now;
    return true;
  }

  // guarded by this
  private boolean isFresh(long now) {
    return heard && now - heardNanos <= FRESH.toNanos();
  }

  private int micros(long nanos) {
    return (int) ((nanos - originNanos) / NANOS_PER_MICRO);
  }

  /** What is known now. */
  public synchronized PathQuality quality(Optional<Duration> linkRtt) {
    long now = ticker.nanos();
    if (!isFresh(now)) {
      return linkOnly(linkRtt);
    }
    return new PathQuality(
        linkRtt,
        roundTrips.smoothed(now),
        jitter.value(),
        sendLoss == Report.UNKNOWN
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) sendLoss / Report.WHOLE),
        lost.loss());
  }

  /** What is known without a tunnel. */
  public static PathQuality linkOnly(Optional<Duration> linkRtt) {
    return new PathQuality(
        linkRtt,
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
