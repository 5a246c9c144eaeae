package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One try to get a link, from its dialling until the relay has answered. */
final class Attempt {
  private final URI relay;
  private final boolean elsewhere;
  private final Object lock = new Object();
  private @Nullable CompletableFuture<Link> dial; // guarded by lock
  private @Nullable SideSession session; // guarded by lock
  private Timers.@Nullable Timer limit; // guarded by lock
  private Timers.@Nullable Timer patience; // guarded by lock
  private boolean greeted; // guarded by lock
  private boolean hanging; // guarded by lock
  private boolean over; // guarded by lock

  /**
   * Makes one that has not begun.
   *
   * @param elsewhere whether it looks for the server at another relay, while the link is alive
   */
  Attempt(URI relay, boolean elsewhere) {
    this.relay = relay;
    this.elsewhere = elsewhere;
  }

  URI relay() {
    return relay;
  }

  boolean isElsewhere() {
    return elsewhere;
  }

  /** What to cancel when it is given up. */
  void dialling(CompletableFuture<Link> newDial) {
    boolean late;
    synchronized (lock) {
      dial = newDial;
      late = over;
    }
    if (late) {
      newDial.cancel(true);
    }
  }

  /** The link is open; one that opens too late is abandoned. */
  void opened(SideSession newSession) {
    boolean late;
    synchronized (lock) {
      session = newSession;
      late = over;
    }
    if (late) {
      newSession.abandon();
    }
  }

  boolean isOf(SideSession other) {
    synchronized (lock) {
      return session == other;
    }
  }

  void greeted() {
    synchronized (lock) {
      greeted = true;
    }
  }

  boolean isGreeted() {
    synchronized (lock) {
      return greeted;
    }
  }

  /** It has taken so long that it may never end by itself. */
  void hangs() {
    synchronized (lock) {
      hanging = true;
    }
  }

  /** Whether nothing was heard from the relay for too long. */
  boolean isHanging() {
    synchronized (lock) {
      return hanging && !greeted;
    }
  }

  /** What ends it if it takes too long, in the place of what did before. */
  void limitedBy(Timers.Timer newLimit) {
    Timers.Timer before;
    boolean late;
    synchronized (lock) {
      before = limit;
      limit = newLimit;
      late = over;
    }
    cancel(before);
    if (late) {
      newLimit.cancel();
    }
  }

  /** What is to be done if it hangs. */
  void watchedBy(Timers.Timer newPatience) {
    boolean late;
    synchronized (lock) {
      patience = newPatience;
      late = over;
    }
    if (late) {
      newPatience.cancel();
    }
  }

  /** The relay has answered: the link is the side's from here on. */
  void succeeded() {
    synchronized (lock) {
      over = true;
    }
    cancelTimers();
  }

  /** Ends what has become of it; a second call does nothing. */
  void giveUp() {
    CompletableFuture<Link> dialled;
    SideSession opened;
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      dialled = dial;
      opened = session;
    }
    cancelTimers();
    if (dialled != null) {
      dialled.cancel(true);
    }
    if (opened != null) {
      opened.abandon();
    }
  }

  private void cancelTimers() {
    Timers.Timer lastLimit;
    Timers.Timer lastPatience;
    synchronized (lock) {
      lastLimit = limit;
      lastPatience = patience;
    }
    cancel(lastLimit);
    cancel(lastPatience);
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
