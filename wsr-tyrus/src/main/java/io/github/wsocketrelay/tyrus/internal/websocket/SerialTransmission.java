package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * For any Jakarta container: one message is under way at a time, since some refuse a second one. A
 * close waits for what was sent before, and happens on a thread that may wait: in some containers
 * it waits for the peer.
 */
final class SerialTransmission implements Transmission {
  private static final Logger LOG = System.getLogger(SerialTransmission.class.getName());
  private static final LogLimit LOGS = new LogLimit(LOG); // all links': a stranger has many

  /** When the container gives a peer up that takes nothing; the relay does before. */
  static final Duration SENDING_LIMIT = Duration.ofSeconds(15);

  /** How long a close waits for what was sent before. */
  static final Duration WRITING_LIMIT = Duration.ofSeconds(1);

  /** How long the container may wait for a peer that says nothing when its session is closed. */
  static final Duration CLOSING_LIMIT = Duration.ofSeconds(5);

  private final Session session;
  private final Executor mayBlock;
  private final Timers timers;
  private final Newcomers.Stay stay;
  private final Object lock = new Object();
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
  private boolean underWay; // guarded by lock: a step has begun and has not ended
  private boolean stepping; // guarded by lock: a thread is in the loop that begins steps

  /**
   * Makes one for a session that is opening.
   *
   * @param mayBlock closes sessions
   * @param timers end the wait for a peer that does not read
   * @param stay counts the peer until it is no stranger any more
   */
  SerialTransmission(Session session, Executor mayBlock, Timers timers, Newcomers.Stay stay) {
    this.session = session;
    this.mayBlock = mayBlock;
    this.timers = timers;
    this.stay = stay;
    session.getAsyncRemote().setSendTimeout(SENDING_LIMIT.toMillis());
  }

  @Override
  public void sendText(String text, Link.Completion completion) {
    send(
        completion,
        done -> session.getAsyncRemote().sendText(text, DirectTransmission.completionOf(done)));
  }

  @Override
  public void sendBinary(ByteBuffer message, Link.Completion completion) {
    send(
        completion,
        done ->
            session.getAsyncRemote().sendBinary(message, DirectTransmission.completionOf(done)));
  }

  /** Begins to write one message. */
  @FunctionalInterface
  private interface Write {
    void begin(Link.Completion done);
  }

  /** What waits is control messages only, which their sender bounds: see {@link Link}. */
  private void send(Link.Completion completion, Write write) {
    run(() -> begin(completion, write));
  }

  private void run(Runnable step) {
    synchronized (lock) {
      waiting.add(step);
    }
    go();
  }

  /** Begins steps, each when the one before has ended: in a loop, since many may end at once. */
  private void go() {
    for (Runnable step = next(); step != null; step = next()) {
      try {
        step.run();
      } finally {
        synchronized (lock) {
          stepping = false;
        }
      }
    }
  }

  /** The step to begin now; null if there is none, or another thread sees to it. */
  private @Nullable Runnable next() {
    synchronized (lock) {
      Runnable next = stepping || underWay ? null : waiting.poll();
      if (next != null) {
        stepping = true;
        underWay = true;
      }
      return next;
    }
  }

  private void stepEnded() {
    synchronized (lock) {
      underWay = false;
    }
    go();
  }

  private void begin(Link.Completion completion, Write write) {
    AtomicBoolean told = new AtomicBoolean(); // A container may tell, and throw as well.
    Link.Completion once =
        failure -> {
          if (told.compareAndSet(false, true)) {
            try {
              completion.done(failure);
            } finally {
              stepEnded();
            }
          }
        };
    try {
      write.begin(once);
    } catch (RuntimeException e) {
      once.done(e);
    }
  }

  @Override
  public void close(CloseReason reason) {
    AtomicBoolean begun = new AtomicBoolean();
    Runnable closing =
        () -> {
          if (begun.compareAndSet(false, true)) {
            closeAside(reason);
          }
        };
    Timers.Timer limit = timers.after(WRITING_LIMIT, closing);
    run(
        () -> {
          limit.cancel();
          closing.run();
        });
  }

  @Override
  public void abort(CloseReason reason) {
    closeAside(reason);
  }

  private void closeAside(CloseReason reason) {
    mayBlock.execute(
        () -> {
          try {
            session.setMaxIdleTimeout(CLOSING_LIMIT.toMillis());
            session.close(reason);
          } catch (IOException | RuntimeException e) {
            LOGS.log(Level.DEBUG, "close", "closing a session: " + LogText.shown(e.toString()));
          }
        });
  }

  @Override
  public void asked() {
    stay.asked();
  }

  @Override
  public void settled() {
    stay.settled();
  }

  @Override
  public void ended() {
    stay.settled();
  }
}
