package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That what is left would be seen. */
@Timeout(30)
class LeaksIT {
  @Test
  void seesAThreadOfOursUntilItEnds() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "wsr-exposer-99-link-dial");
    thread.start();
    assertThat(Leaks.threadsOfOurs()).contains(thread);

    end.countDown();
    thread.join();

    assertThat(Leaks.threadsOfOurs()).doesNotContain(thread);
  }

  @Test
  void seesASocketUntilItIsClosed() throws IOException {
    assumeThat(Leaks.descriptorCount()).as("descriptors that can be seen").isPositive();
    Set<String> before = Leaks.sockets();
    ServerSocket socket = new ServerSocket(0);
    assertThat(Leaks.sockets()).hasSizeGreaterThan(before.size());

    socket.close();

    assertThat(before).containsAll(Leaks.sockets());
  }
}
