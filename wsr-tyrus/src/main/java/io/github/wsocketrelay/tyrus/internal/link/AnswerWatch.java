package io.github.wsocketrelay.tyrus.internal.link;

/**
 * Judges a peer by its answers alone: a completed write says nothing, since the kernel swallows
 * much before anybody notices that the peer is gone. Counts looks and not time, so that who was
 * paused reads first what waits, and judges later. On one thread.
 */
final class AnswerWatch {
  /** So many looks in a row with an answer owed make a peer suspect. */
  static final int SUSPECT_LOOKS = 3;

  /** So many looks since the last answer make one that is suspect dead. */
  static final int DEAD_LOOKS = 15;

  private long answers;
  private int owing;
  private int silent;

  /**
   * Looks at the link; called once a second.
   *
   * @param asked whether an answer is owed
   * @param newAnswers grows with each answer
   */
  Health look(boolean asked, long newAnswers) {
    boolean answered = newAnswers != answers;
    answers = newAnswers;
    silent = answered ? 0 : silent + 1;
    owing = answered || !asked ? 0 : owing + 1;
    if (owing < SUSPECT_LOOKS) {
      return Health.ALIVE; // However long it was silent: perhaps nobody asked.
    }
    return silent < DEAD_LOOKS ? Health.SUSPECT : Health.DEAD;
  }
}
