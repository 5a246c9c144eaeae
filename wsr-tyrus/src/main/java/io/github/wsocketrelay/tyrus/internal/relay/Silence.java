package io.github.wsocketrelay.tyrus.internal.relay;

import java.util.concurrent.atomic.AtomicLong;

/** Counts for how many looks in a row a link's peer has said nothing. */
final class Silence {
  private final AtomicLong heard = new AtomicLong(); // written on the link's I/O thread only
  private long heardBefore; // on the thread that looks only
  private int looks; // on the thread that looks only

  /** Something came. For every message, so nothing is ordered or locked by it. */
  void heard() {
    heard.setOpaque(heard.getPlain() + 1);
  }

  /** Looks, and tells how many looks in a row, this one included, nothing has come. */
  int look() {
    long now = heard.getOpaque();
    looks = now == heardBefore ? looks + 1 : 0;
    heardBefore = now;
    return looks;
  }
}
