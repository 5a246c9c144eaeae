package io.github.wsocketrelay.tyrus;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A player whose datagrams go on all the time: each is sent when the answer to the one before it
 * has come, so that one that is lost ends the game.
 */
final class Bystander implements AutoCloseable {
  private final UdpPeer socket = UdpPeer.open();
  private final AtomicLong answers = new AtomicLong();
  private final Thread thread = new Thread(this::play, "test-bystander");
  private final InetSocketAddress server;
  private volatile boolean leaving;

  Bystander(InetSocketAddress server) {
    this.server = server;
    thread.setDaemon(true);
    thread.start();
  }

  private void play() {
    while (!leaving) {
      String text = "turn " + answers.get();
      socket.send(text, server);
      if (!socket.receive().text().equals(text)) {
        return; // And so no more answers are counted.
      }
      answers.incrementAndGet();
    }
  }

  /** Waits for the answers to datagrams that are sent from now on; fails when one is lost. */
  void awaitMore() {
    long before = answers.get();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> answers.get() >= before + 2);
  }

  @Override
  public void close() {
    leaving = true;
    await().until(() -> !thread.isAlive());
    socket.close();
  }
}
