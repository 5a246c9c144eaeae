package io.github.wsocketrelay;

/**
 * What an {@link Exposer} limits, so that no connector can use up its ports or its machine. Each
 * can be set with {@link ExposerBuilder#limit} or {@code wsrexpose --limit <name>=<value>}, and how
 * often it struck is in {@link Exposer#limitHits()}. Names are stable; more may follow.
 */
public enum ExposerLimit {
  /**
   * Connectors that are connected at the same time. One that was lost and may return counts not.
   */
  TUNNELS(256, 1, 65_535),
  /** Flows of one tunnel. Over it, the one that is idle longest, for 10 s at least, makes room. */
  FLOWS_PER_TUNNEL(256, 1, 65_535),
  /** Flows of all tunnels. Over it, the one that is idle longest, for 10 s at least, makes room. */
  FLOWS(4_096, 1, 65_535),
  /** New flows a second of one tunnel. Over it, they are refused. */
  NEW_FLOWS_PER_SECOND(100, 1, 1_000_000),
  /** New flows of one tunnel at once, after a quiet time. */
  NEW_FLOW_BURST(256, 1, 1_000_000);

  private final long standard;
  private final long least;
  private final long most;

  ExposerLimit(long standard, long least, long most) {
    this.standard = standard;
    this.least = least;
    this.most = most;
  }

  /**
   * The value that holds where none is set.
   *
   * @return the default
   */
  public long standard() {
    return standard;
  }

  /**
   * The smallest value that can be set.
   *
   * @return the least
   */
  public long least() {
    return least;
  }

  /**
   * The largest value that can be set.
   *
   * @return the most
   */
  public long most() {
    return most;
  }
}
