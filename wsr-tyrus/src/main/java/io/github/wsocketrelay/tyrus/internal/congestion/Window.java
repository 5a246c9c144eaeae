package io.github.wsocketrelay.tyrus.internal.congestion;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * How many bytes may be under way on a link without an acknowledgement: as many as keep the link
 * busy and its buffers, the kernel's and the network's, about {@value #TARGET_MILLIS} ms deep.
 *
 * <p>The depth is measured in one direction, as in LEDBAT (RFC 6817): how much longer a message
 * took than the quickest one lately, by the sender's clock at its start and the receiver's at its
 * end. The difference of the clocks cancels out. After each interval of at least {@value
 * #INTERVAL_MILLIS} ms the window moves towards what was under way times {@code (round trip +
 * target) / (round trip + depth)}, as in FAST TCP: all the way when the depth is above the target,
 * and has been for {@value #DEEP_WHEN_CONGESTED} intervals in a row since there last was room for
 * all, and shallow buffers; a quarter of it and at most twofold when it is below, and only if the
 * window was the limit. The least depth of the interval counts, since a packet lost and sent again
 * holds up many messages, but not all.
 *
 * <p>Where the window always is the limit, buffers never are empty, and the quickest message would
 * seem to take longer and longer. So every {@value #PERIOD_SECONDS} s the window is made so small
 * for one round trip that they run empty. The same tells, when shrinking does not help, whether
 * others fill them.
 *
 * <p>TCP that has lost a packet looks like a slow link for a while. So the window gives way no
 * further than to what was carried lately in the least round trip, until {@value #DEEP_WHEN_SLOW}
 * intervals in a row were deep.
 *
 * <p>Busy processors look like full buffers. So the windows of new links and of those within the
 * house give way later, and the latter no further than to what was carried lately in 100 ms. Not
 * safe for use by many threads.
 */
public final class Window {
  static final int START_BYTES = 256 * 1024;

  /** Without a sign of what fits. */
  static final int USUAL_BYTES = 64 * 1024;

  static final int MIN_BYTES = 4 * 1024;
  static final int MAX_BYTES = 1024 * 1024;

  /** Of the time in buffers. Twice, for both directions, is felt by a player. */
  static final int TARGET_MILLIS = 15;

  static final int INTERVAL_MILLIS = 50;
  static final int PERIOD_SECONDS = 10;

  private static final long TARGET_NANOS = Duration.ofMillis(TARGET_MILLIS).toNanos();
  private static final long INTERVAL_NANOS = Duration.ofMillis(INTERVAL_MILLIS).toNanos();
  private static final long PERIOD_NANOS = Duration.ofSeconds(PERIOD_SECONDS).toNanos();

  /** Buffers that are that shallow count as empty. */
  private static final long EMPTY_NANOS = TARGET_NANOS / 8;

  /**
   * On links that are nearer, which do not leave the house, and while a link is young, what takes
   * long mostly are busy processors, such as those of a program that has just started, and a small
   * window would make them drop datagrams. So it is {@value #START_BYTES} bytes at least until the
   * depth was above the target for {@value #DEEP_WHEN_UNSURE} intervals in a row.
   */
  private static final long NEAR_NANOS = Duration.ofMillis(2).toNanos();

  private static final long YOUNG_NANOS = Duration.ofSeconds(8).toNanos();

  /**
   * A near link's window never shrinks below what was carried lately in such a time, for which busy
   * processors may stand still, if that is {@value #START_BYTES} bytes or more.
   */
  private static final long BUSY_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * Beyond two round trips, how long a path may let nothing through before it counts as silent.
   * Longer than an acknowledgement may be held back, and a busy machine stand still.
   */
  static final int SILENT_MILLIS = 1_000;

  private static final long SILENT_NANOS = Duration.ofMillis(SILENT_MILLIS).toNanos();

  private static final double MOST_STRETCH = 3;

  /** So many deep intervals in a row are no pause of a busy machine. */
  private static final int DEEP_WHEN_CONGESTED = 3;

  private static final int DEEP_WHEN_UNSURE = 10;

  /** So many in a row are no lost packet: what the link carried before counts no longer. */
  private static final int DEEP_WHEN_SLOW = 5;

  /** After so many intervals in a row it is tried whether others fill the buffers. */
  private static final int MOST_IN_VAIN = 4;

  /** Datagrams share a message up to this part of the window, and half the target of its time. */
  private static final int MESSAGES_IN_WINDOW = 8;

  private static final int MIN_MESSAGE_BYTES = 1_500;
  private static final int MAX_MESSAGE_BYTES = 16 * 1024;

  private final LongConsumer roundTrips;
  private final SentMessages messages = new SentMessages();
  private final Delays delays = new Delays();
  private final DeliveryRate rate = new DeliveryRate();
  private int size = START_BYTES;
  private long sent;
  private long acknowledged;
  private long progressNanos; // when something was acknowledged last
  private long firstNanos; // when the first acknowledgement came

  /** How much more is under way because acknowledgements wait in the buffers of the way back. */
  private double stretch = 1;

  private boolean limited; // in this interval
  private long intervalNanos; // its start
  private long leastDepthNanos; // in this interval
  private long leastDepthUnderWay;

  /** What the window was before the link slowed down, which it may have done for a moment only. */
  private int shrunkFrom;

  private boolean young = true;
  private boolean congested; // the buffers of the link fill, not those of a busy machine
  private boolean deepInPeriod;
  private int deep; // intervals in a row in which the depth was above the target
  private int inVain; // intervals in a row in which the window was kept and the depth was not
  private boolean foreign; // the buffers are kept full by others
  private long suspectNanos; // the depth before a draining that tries this, or 0

  private boolean usedInPeriod; // it was the limit, or was shrunk
  private long periodNanos; // its start
  private boolean draining;
  private int drainedSize;
  private long drainedAt; // bytes acknowledged
  private double bytesPerNano; // of what was acknowledged last

  /** Makes the window of a link of which nothing is known. */
  public Window() {
    this(nanos -> {});
  }

  /**
   * The same, with somebody who counts.
   *
   * @param roundTrips is told each round trip that was measured, in nanoseconds
   */
  public Window(LongConsumer roundTrips) {
    this.roundTrips = roundTrips;
  }

  /** How many bytes may be sent now, if any; of one message that begins within, all. */
  public int room() {
    long room = (long) ((draining ? drainedSize : size) * stretch) - underWay();
    if (room <= 0) {
      limited = true;
    }
    return (int) Math.max(room, 0);
  }

  /** Whether a datagram that waits alone may go although there is no {@link #room}. */
  public boolean hasRoomForSparse() {
    return underWay() < size * (stretch + 0.25);
  }

  /** The size up to which datagrams share a message. */
  public int messageBytes() {
    double part = 1.0 / MESSAGES_IN_WINDOW;
    if (delays.areKnownLately()) {
      // Else it alone would seem to be depth where that is a long time.
      part = Math.min(part, TARGET_NANOS / 2.0 / (delays.leastRoundTrip() + TARGET_NANOS));
    }
    return (int) Math.max(MIN_MESSAGE_BYTES, Math.min(size * part, MAX_MESSAGE_BYTES));
  }

  /** The bytes that were sent and are not acknowledged yet. */
  public long underWay() {
    return sent - acknowledged;
  }

  /**
   * Whether nothing has come through for so long that what is sent now would only arrive late,
   * behind all that TCP sends again first.
   */
  public boolean isSilent(long nowNanos) {
    if (!delays.areKnown() || underWay() == 0) {
      return false;
    }
    long sentNanos = messages.oldestNanos(progressNanos);
    long since = progressNanos - sentNanos > 0 ? progressNanos : sentNanos;
    return nowNanos - since > SILENT_NANOS + 2 * delays.roundTrip();
  }

  /** The bytes that were acknowledged, ever. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Counts a message. */
  public void sent(int bytes, long nowNanos) {
    sent += bytes;
    messages.add(sent, nowNanos, underWay());
  }

  /**
   * Takes an acknowledgement.
   *
   * @param received the bytes that the receiver has counted
   * @param holdMicros how long ago the last of them came, on its clock
   * @param clockMicros its clock when they came
   * @return false if it cannot be true: more than was sent, or less than before
   */
  public boolean acknowledge(long received, long holdMicros, int clockMicros, long nowNanos) {
    if (received < acknowledged || received > sent) {
      return false;
    }
    if (received > acknowledged) {
      progressNanos = nowNanos;
    }
    acknowledged = received;
    rate.add(received, clockMicros);
    if (messages.acknowledged(received)) {
      measure(holdMicros, clockMicros, nowNanos);
    }
    if (draining && acknowledged >= drainedAt) {
      stopDraining(nowNanos);
    }
    if (!draining && delays.areKnown() && nowNanos - intervalNanos >= intervalLength()) {
      endInterval(nowNanos);
    }
    return true;
  }

  private void measure(long holdMicros, int clockMicros, long nowNanos) {
    if (!delays.areKnown()) {
      firstNanos = nowNanos;
      periodNanos = nowNanos;
      beginInterval(nowNanos);
    }
    delays.add(messages.sentNanos(), holdMicros, clockMicros, nowNanos);
    roundTrips.accept(delays.roundTrip());
    if (isUnsure() && !congested) {
      size = Math.max(size, START_BYTES);
    }
    bytesPerNano = (double) messages.bytesUnderWay() / delays.roundTrip();
    double back = delays.wayBack();
    double now = Math.min(1 + back / (delays.leastRoundTrip() + TARGET_NANOS), MOST_STRETCH);
    stretch += (now - stretch) / 4;
    if (delays.depth() < leastDepthNanos) {
      leastDepthNanos = delays.depth();
      leastDepthUnderWay = (long) (messages.bytesUnderWay() / now);
    }
  }

  private long intervalLength() {
    return Math.max(INTERVAL_NANOS, delays.leastRoundTrip());
  }

  private void beginInterval(long nowNanos) {
    intervalNanos = nowNanos;
    limited = false;
    leastDepthNanos = Long.MAX_VALUE;
  }

  private void endInterval(long nowNanos) {
    if (young && nowNanos - firstNanos >= YOUNG_NANOS) {
      young = false;
      forgetWhatIsNotUsed();
    }
    if (leastDepthNanos != Long.MAX_VALUE) {
      adjust();
    }
    beginInterval(nowNanos);
    if (nowNanos - periodNanos >= PERIOD_NANOS) {
      endPeriod(nowNanos);
    }
  }

  private void adjust() {
    double least = delays.leastRoundTrip();
    double ratio = (least + TARGET_NANOS) / (least + leastDepthNanos);
    if (leastDepthNanos <= TARGET_NANOS) {
      deep = 0;
      inVain = 0;
      foreign = false;
      if (limited) {
        usedInPeriod = true;
        grow(ratio);
      } else if (!isUnsure()) {
        congested = false; // There was room for all that there was, and it did not wait.
      }
    } else if (!foreign) {
      deep++;
      if (deep == DEEP_WHEN_SLOW && !isNear()) {
        rate.forget();
      }
      congested |= deep >= (isUnsure() ? DEEP_WHEN_UNSURE : DEEP_WHEN_CONGESTED);
      if (congested) {
        usedInPeriod = true;
        deepInPeriod = true;
        judge();
        shrink(Math.max(leastDepthUnderWay * ratio, (double) fitForSure()));
      }
    }
    resize(size);
  }

  private boolean isNear() {
    return delays.leastRoundTripEver() < NEAR_NANOS;
  }

  /** Whether busy processors are more likely than full buffers. */
  private boolean isUnsure() {
    return young || isNear();
  }

  private int leastSize() {
    long busy = isNear() ? rate.bytesIn(BUSY_NANOS) : 0;
    return busy < START_BYTES ? MIN_BYTES : (int) Math.min(busy, MAX_BYTES);
  }

  /**
   * What was carried lately in the least round trip, which fills no buffers unless the link has
   * become slow. One deep interval does not tell that, for TCP that has lost a packet carries less
   * for a moment.
   */
  private long fitForSure() {
    boolean mayBeSlow = deep >= DEEP_WHEN_SLOW || delays.leastRoundTripEver() == Long.MAX_VALUE;
    return mayBeSlow ? 0 : rate.bytesIn(delays.leastRoundTripEver());
  }

  private void grow(double ratio) {
    boolean empty = leastDepthNanos < TARGET_NANOS / 4;
    double usual = size * Math.max(empty ? 1.25 : 1, Math.min(1 + (ratio - 1) / 4, 2));
    resize(empty ? Math.max(usual, Math.min(2.0 * size, shrunkFrom * 0.75)) : usual);
    shrunkFrom = empty ? shrunkFrom : 0;
  }

  private void shrink(double fit) {
    if (fit < size) {
      shrunkFrom = Math.max(shrunkFrom, size);
      resize(fit);
    }
  }

  /**
   * Whether shrinking helps. If not, the buffers are filled by others, who would take all; or the
   * least window is too much for this link, and then they run empty when it is drained.
   */
  private void judge() {
    boolean least = leastSize() == MIN_BYTES && fitForSure() <= MIN_BYTES;
    boolean kept = least && leastDepthUnderWay <= size + messageBytes();
    inVain = kept && leastDepthNanos > 2 * TARGET_NANOS ? inVain + 1 : 0;
    if (inVain == MOST_IN_VAIN) {
      inVain = 0;
      suspectNanos = leastDepthNanos;
      drain();
    }
  }

  private void resize(double next) {
    size = (int) Math.max(leastSize(), Math.min(next, MAX_BYTES));
  }

  private void endPeriod(long nowNanos) {
    periodNanos = nowNanos;
    boolean emptied = delays.wereEmpty(EMPTY_NANOS) && !mayStand();
    delays.rotate();
    rate.rotate();
    if (foreign || (usedInPeriod && !emptied)) {
      suspectNanos = 0;
      drain();
    } else {
      forgetWhatIsNotUsed();
    }
    congested &= deepInPeriod || usedInPeriod; // else its limit would be gone for a while
    usedInPeriod = false;
    deepInPeriod = false;
  }

  /**
   * Whether buffers that never run empty may seem to be: behind a window that cannot grow they are
   * as deep in each period.
   */
  private boolean mayStand() {
    return size == MAX_BYTES
        && delays.leastRoundTrip() - delays.leastRoundTripEver() > 2 * TARGET_NANOS;
  }

  /** What a fast link once took, a slow one may not. */
  private void forgetWhatIsNotUsed() {
    if (!usedInPeriod && !isUnsure()) {
      size = (int) Math.min(size, Math.max(USUAL_BYTES, 2 * underWay()));
    }
  }

  private void drain() {
    draining = true;
    drainedAt = sent + 1; // the first message that was sent into emptied buffers
    // By what the link carried: the window says little of it when others fill the buffers.
    double fit = bytesPerNano * delays.leastRoundTripEver() * 3 / 4;
    drainedSize = (int) Math.max(Acknowledger.SOME_BYTES, Math.min(fit, size));
  }

  private void stopDraining(long nowNanos) {
    draining = false;
    if (suspectNanos == 0) {
      resize(size * 0.75); // Growing again keeps what went out evenly from going out in a burst.
      delays.forgetPrevious();
    } else if (leastDepthNanos > suspectNanos * 3 / 4) {
      foreign = true;
      resize(USUAL_BYTES);
    }
    suspectNanos = 0;
    beginInterval(nowNanos);
  }
}
