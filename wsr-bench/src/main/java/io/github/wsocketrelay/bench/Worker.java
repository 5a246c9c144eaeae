package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A thread of the load, whose failure is the failure of the load. */
final class Worker {
  /** What it does. */
  interface Task {
    void run() throws IOException;
  }

  private final Thread thread;
  private volatile @Nullable Exception failure;

  private Worker(String name, Task task) {
    thread = new Thread(() -> run(task), name);
    thread.setDaemon(true);
  }

  static Worker start(String name, Task task) {
    Worker worker = new Worker(name, task);
    worker.thread.start();
    return worker;
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  /** Waits for its end. */
  void join() throws InterruptedException {
    thread.join();
    Exception cause = failure;
    if (cause != null) {
      throw new WsrException(thread.getName() + " failed: " + cause.getMessage(), cause);
    }
  }
}
