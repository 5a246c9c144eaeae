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

  /** What had been sent, and lost of it; both from any origin, and wrapping. */
  private record Count(int sent, int lost) {}

  /** A report came: so much was sent in all, so much received, the report included in both. */
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

  private void settle(int lost) {
    Count before = counts.peekLast();
    counts.add(new Count(sent, before == null || lost - before.lost > 0 ? lost : before.lost));
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
