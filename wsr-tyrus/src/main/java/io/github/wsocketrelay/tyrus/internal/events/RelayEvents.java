package io.github.wsocketrelay.tyrus.internal.events;

import io.github.wsocketrelay.RejectReason;

/**
 * What a relay tells the flight recorder: of links and refusals, and nothing of whose they are. It
 * costs next to nothing while nobody records. Safe for use by many threads.
 */
public interface RelayEvents {

  /** A link that is open. */
  @FunctionalInterface
  interface OpenLink {
    /** It has ended. */
    void closed(int code);
  }

  /**
   * A link has opened.
   *
   * @param role which side it is of
   */
  OpenLink linkOpened(String role);

  /** A side was refused. */
  void refused(RejectReason reason);

  /** Those of this runtime; none where it was linked without the module {@code jdk.jfr}. */
  static RelayEvents ofThisRuntime() {
    try {
      Class.forName("jdk.jfr.Event", false, RelayEvents.class.getClassLoader());
      return new FlightRecorderEvents();
    } catch (ClassNotFoundException e) {
      return new NoEvents();
    }
  }
}
