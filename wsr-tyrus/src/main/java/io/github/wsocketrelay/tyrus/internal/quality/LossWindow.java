package io.github.wsocketrelay.tyrus.internal.quality;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * Which part of a tunnel's datagrams was lost lately, by what one end has sent and the other
 * received. A report may pass datagrams that wait, which then seem to be lost; so what is missing
 * counts only if it is still missing at the next report. Not safe for use by many threads.
 */
final class LossWindow {
  /** So many reports back it looks. */
  static final int REPORTS = 10;

  private final Deque<Count> counts = new ArrayDeque<>();
  private int sent; // in the newest report
  private int missing; // at the newest report
  private boolean reported;

  /**
   * What was sent up to a report, and lost of it.
   *
   * @param sent from any origin
   * @param missing as it was settled
   * @param lost from any origin; never falls
   */
  private record Count(long sent, int missing, long lost) {}

  /**
   * A report came: so much was sent in all, so much received, the report included in both. Both
   * wrap.
   */
  void add(int sentInAll, int receivedInAll) {
    if (reported && sentInAll - sent <= 0) {
      counts.clear(); // The other end is another process.
      reported = false;
    }
    int nowMissing = sentInAll - receivedInAll;
    if (reported) {
      settle(nowMissing - missing < 0 ? nowMissing : missing);
    }
    reported = true;
    sent = sentInAll;
    missing = nowMissing;
  }

  private void settle(int settled) {
    Count before = counts.peekLast();
    if (before == null) {
      counts.add(new Count(sent, settled, 0));
      return;
    }
    int step = sent - (int) before.sent;
    int more = settled - before.missing;
    counts.add(
        new Count(
            before.sent + step,
            more > 0 ? settled : before.missing,
            before.lost + Math.max(more, 0)));
    if (counts.size() > REPORTS) {
      counts.remove();
    }
  }

  /** The part, 0 to 1; empty until three reports came. */
  OptionalDouble loss() {
    if (counts.size() < 2) {
      return OptionalDouble.empty();
    }
    Count first = counts.getFirst();
    Count last = counts.getLast();
    double part = (double) (last.lost - first.lost) / (last.sent - first.sent);
    return OptionalDouble.of(Math.min(part, 1));
  }
}
