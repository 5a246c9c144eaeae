package io.github.wsocketrelay.tyrus.internal.check;

import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.CheckStep.Point;
import io.github.wsocketrelay.WsrException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a check has found so far, handed to its user on the thread that asked for it, while the
 * check runs on another. Safe for use by many threads.
 */
final class Steps {
  /** Thrown by a check that cannot go on, behind its failed step. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Behind the last step. */
  private record End(boolean passed) {}

  private final BlockingQueue<Object> found = new LinkedBlockingQueue<>();
  private volatile Point at = Point.RELAY; // how far the check has come

  private Steps() {}

  /**
   * Runs a check on a thread of its own.
   *
   * @param check tells whether all is fine
   * @param heard is called on this thread
   * @throws WsrException if this thread is interrupted, which ends the check
   */
  static boolean run(Predicate<Steps> check, Consumer<CheckStep> heard) {
    Steps steps = new Steps();
    Thread thread = new Thread(() -> steps.run(check), "wsr-check");
    thread.setDaemon(true);
    thread.start();
    try {
      Object next = steps.found.take();
      while (next instanceof CheckStep step) {
        heard.accept(step);
        next = steps.found.take();
      }
      thread.join();
      return next instanceof End end && end.passed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WsrException("the check was interrupted", e);
    } finally {
      thread.interrupt();
    }
  }

  private void run(Predicate<Steps> check) {
    boolean passed = false;
    try {
      passed = check.test(this);
    } catch (RuntimeException | Error e) { // Who asked must not see a check that just ends.
      failed(at, "the check itself failed, please report this: " + e);
    } finally {
      found.add(new End(passed));
    }
  }

  void passed(Point point, String text) {
    at = point;
    found.add(new CheckStep(point, true, text));
  }

  void failed(Point point, String text) {
    found.add(new CheckStep(point, false, text.replaceAll("\\R", " ")));
  }

  /** For a check that cannot go on without this. */
  Failed stopped(Point point, Throwable why) {
    String message = why.getMessage();
    failed(point, message == null ? why.toString() : message);
    return new Failed();
  }
}
