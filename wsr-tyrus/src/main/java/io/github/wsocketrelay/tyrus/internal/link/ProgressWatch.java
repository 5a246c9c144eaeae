package io.github.wsocketrelay.tyrus.internal.link;

/** Tells when a link has stood still for some looks in a row. On one thread. */
final class ProgressWatch {
  private final int mostLooks;
  private long progress;
  private int looks;

  ProgressWatch(int mostLooks) {
    this.mostLooks = mostLooks;
  }

  /**
   * Looks at the link.
   *
   * @param underWay whether anything is to make progress
   * @param newProgress what grows with it
   * @return whether it is stuck
   */
  boolean look(boolean underWay, long newProgress) {
    boolean still = underWay && newProgress == progress;
    progress = newProgress;
    looks = still ? looks + 1 : 0;
    return looks >= mostLooks;
  }
}
