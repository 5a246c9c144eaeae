package io.github.wsocketrelay.tyrus.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ThreadTimersTest {
  private static final String NAME = "wsr-test-timer";
  private static final Duration LONG = Duration.ofHours(1);

  private final ThreadTimers timers = new ThreadTimers(NAME);

  @AfterEach
  void close() {
    timers.close();
  }

  /** Waits until all that was due before has run. */
  private void runWhatIsDue() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    timers.after(Duration.ZERO, done::countDown);
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void runsATaskOnceOnItsDaemonThread() throws Exception {
    AtomicReference<Thread> on = new AtomicReference<>();
    AtomicInteger runs = new AtomicInteger();
    timers.after(
        Duration.ZERO,
        () -> {
          on.set(Thread.currentThread());
          runs.incrementAndGet();
        });
    runWhatIsDue();
    assertThat(on.get().getName()).isEqualTo(NAME);
    assertThat(on.get().isDaemon()).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void runsWhatIsDueSoonerFirst() throws Exception {
    AtomicInteger late = new AtomicInteger();
    timers.after(LONG, late::incrementAndGet);
    runWhatIsDue();
    assertThat(late).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
  void runsAPeriodicTaskAgainThoughItThrew(Class<? extends Throwable> fault) throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    Timers.Timer timer =
        timers.every(
            Duration.ofMillis(1),
            () -> {
              runs.countDown();
              throwAny(fault);
            });
    assertThat(runs.await(5, TimeUnit.SECONDS)).isTrue();
    timer.cancel();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAny(Class<? extends Throwable> fault) throws T {
    try {
      throw (T) fault.getConstructor(String.class).newInstance("a fault, as this test wants it");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsNoTaskThatWasCancelled() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    timers.after(Duration.ZERO, () -> awaitQuietly(hold));
    AtomicInteger runs = new AtomicInteger();
    Timers.Timer once = timers.after(Duration.ZERO, runs::incrementAndGet);
    Timers.Timer often = timers.every(Duration.ofNanos(1), runs::incrementAndGet);
    once.cancel();
    often.cancel();
    hold.countDown();
    runWhatIsDue();
    assertThat(runs).hasValue(0);
  }

  @Test
  void takesTasksAfterItsEndAndRunsNone() {
    AtomicInteger runs = new AtomicInteger();
    timers.after(LONG, runs::incrementAndGet);
    timers.close();
    timers.after(Duration.ZERO, runs::incrementAndGet).cancel();
    timers.every(Duration.ofNanos(1), runs::incrementAndGet).cancel();
    assertThat(runs).hasValue(0);
  }

  @Test
  void endsItsThread() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    timers.after(Duration.ZERO, () -> thread.set(Thread.currentThread()));
    runWhatIsDue();
    timers.close();
    await().atMost(Duration.ofSeconds(5)).until(() -> !thread.get().isAlive());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
