package io.github.wsocketrelay.tyrus.internal.provider;

/**
 * Tells a connector that waits for its server when to look for it at the next relay: after 3 s,
 * since the server may have gone there a moment ago, and then after twice as long each time, up to
 * 48 s, since a server that is not online anywhere must not make its players dial all the time.
 * Counts looks, one a second, on one thread.
 */
final class ServerSearch {
  private static final int FIRST = 3;
  private static final int MOST = 48;

  private int looks;
  private int due = FIRST;

  /** One look more; tells whether to go on to the next relay now. */
  boolean look(boolean waiting) {
    if (!waiting) {
      looks = 0;
      due = FIRST;
      return false;
    }
    looks++;
    if (looks < due) {
      return false;
    }
    looks = 0;
    due = Math.min(2 * due, MOST);
    return true;
  }
}
