package io.github.wsocketrelay.tyrus.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ListenerDispatcherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String NAME = "wsr-listener-test";

  private final List<String> heard = new ArrayList<>();
  private final ManualExecutor users = new ManualExecutor();
  private final ListenerDispatcher dispatcher = new ListenerDispatcher(NAME, Optional.of(users));

  @Test
  void makesCallsInTheirOrderInOneTaskOfTheUsersExecutor() {
    for (String name : List.of("a", "b", "c")) {
      dispatcher.call(() -> heard.add(name));
    }
    assertThat(heard).isEmpty();
    assertThat(users.tasks).hasSize(1);

    users.runAll();
    assertThat(heard).containsExactly("a", "b", "c");
  }

  @Test
  void makesACallThatAListenerCausesAfterTheOneItIsIn() {
    dispatcher.call(
        () -> {
          dispatcher.call(() -> heard.add("caused"));
          heard.add("first");
        });
    users.runAll();

    assertThat(heard).containsExactly("first", "caused");
  }

  @Test
  void makesTheNextCallsAfterAListenerThrew() {
    dispatcher.call(
        () -> {
          throw new IllegalStateException("a listener's bug, logged on purpose");
        });
    dispatcher.call(() -> heard.add("next"));
    users.runAll();

    assertThat(heard).containsExactly("next");
  }

  @Test
  void makesTheNextCallsAfterAListenerThrewAnError() {
    dispatcher.call(
        () -> {
          throw new AssertionError("a listener's bug, logged on purpose");
        });
    dispatcher.finish(() -> heard.add("last"));
    users.runAll();

    assertThat(heard).containsExactly("last");
    assertThat(dispatcher.isCaller()).isFalse();
  }

  @Test
  void makesNoKeptCallBeforeItIsToldTo() {
    dispatcher.keep(() -> heard.add("kept"));
    assertThat(users.tasks).isEmpty();

    dispatcher.deliver();
    users.runAll();
    assertThat(heard).containsExactly("kept");
  }

  @Test
  void makesKeptCallsBeforeLaterOnes() {
    dispatcher.keep(() -> heard.add("kept"));
    dispatcher.call(() -> heard.add("called"));
    users.runAll();

    assertThat(heard).containsExactly("kept", "called");
  }

  @Test
  void asksNoThreadForNothing() {
    dispatcher.deliver();

    assertThat(users.tasks).isEmpty();
  }

  @Test
  void knowsItsCallerDuringACallOnly() {
    List<Boolean> isCaller = new ArrayList<>();
    isCaller.add(dispatcher.isCaller());
    dispatcher.call(() -> isCaller.add(dispatcher.isCaller()));
    dispatcher.call(() -> isCaller.add(CompletableFuture.supplyAsync(dispatcher::isCaller).join()));
    users.runAll();
    isCaller.add(dispatcher.isCaller());

    assertThat(isCaller).containsExactly(false, true, false, false);
  }

  @Test
  void makesTheLastCallAfterAllBeforeItAndNoneAfterIt() {
    dispatcher.call(() -> heard.add("a"));
    dispatcher.finish(() -> heard.add("last"));
    dispatcher.call(() -> heard.add("too late"));
    dispatcher.finish(() -> heard.add("a second last"));
    users.runAll();

    assertThat(heard).containsExactly("a", "last");
    dispatcher.call(() -> heard.add("too late"));
    assertThat(users.tasks).isEmpty();
  }

  @Test
  void losesTheNewestBeyond10000ThatWaitButNeverTheLastCall() {
    IntStream.range(0, 10_005).forEach(i -> dispatcher.call(() -> heard.add("call " + i)));
    dispatcher.finish(() -> heard.add("last"));
    users.runAll();

    assertThat(heard).hasSize(10_001).endsWith("call 9999", "last");
  }

  @Test
  void makesARefusedCallWithTheNext() {
    users.refuses = true;
    dispatcher.call(() -> heard.add("refused"));
    users.refuses = false;
    dispatcher.call(() -> heard.add("next"));
    users.runAll();

    assertThat(heard).containsExactly("refused", "next");
  }

  @Test
  void makesTheLastCallOnAThreadOfItsOwnWhenTheUsersExecutorRefusesIt() throws Exception {
    CompletableFuture<Thread> last = new CompletableFuture<>();
    users.refuses = true;
    dispatcher.finish(() -> last.complete(Thread.currentThread()));

    assertThat(thread(last).getName()).isEqualTo(NAME);
    awaitEnd(thread(last));
  }

  @Test
  void makesTheLastCallThoughItCameWhileTheUsersExecutorRefusedTheOneBefore() throws Exception {
    CompletableFuture<Thread> last = new CompletableFuture<>();
    users.refuses = true;
    users.beforeRefusing = () -> dispatcher.finish(() -> last.complete(Thread.currentThread()));
    dispatcher.call(() -> heard.add("refused"));

    awaitEnd(thread(last));
    assertThat(heard).containsExactly("refused");
  }

  @Test
  void makesCallsOnOneDaemonThreadOfItsOwnThatEndsWithTheLast() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> last = new CompletableFuture<>();
    ListenerDispatcher own = new ListenerDispatcher(NAME, Optional.empty());
    CountDownLatch lastIsThere = new CountDownLatch(1);
    own.call(
        () -> {
          awaitLatch(lastIsThere);
          first.complete(Thread.currentThread());
        });
    own.finish(() -> last.complete(Thread.currentThread()));
    lastIsThere.countDown();

    assertThat(thread(first)).isSameAs(thread(last)).isNotSameAs(Thread.currentThread());
    assertThat(thread(first).getName()).isEqualTo(NAME);
    assertThat(thread(first).isDaemon()).isTrue();
    awaitEnd(thread(first));
  }

  @Test
  void letsAnIdleThreadOfItsOwnEndAndTakesANewOneForTheNextCall() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    ListenerDispatcher own = new ListenerDispatcher(NAME, Optional.empty());
    own.call(() -> first.complete(Thread.currentThread()));
    awaitEnd(thread(first));

    own.finish(() -> second.complete(Thread.currentThread()));
    assertThat(thread(second)).isNotSameAs(thread(first));
  }

  private static Thread thread(CompletableFuture<Thread> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(Thread thread) {
    await().atMost(PATIENCE).until(() -> !thread.isAlive());
  }

  /** Runs tasks when the test says so, or refuses them. */
  private static final class ManualExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean refuses;
    private Runnable beforeRefusing = () -> {};

    @Override
    public void execute(Runnable task) {
      if (refuses) {
        beforeRefusing.run();
        throw new RejectedExecutionException("refused on purpose");
      }
      tasks.add(task);
    }

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }
}
