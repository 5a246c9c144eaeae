package io.github.wsocketrelay.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.examples.EchoServer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The launcher's two buttons, with a thread in place of Swing's. */
@Timeout(60)
class LauncherIT {
  private static final String WINDOW = "the window's thread";

  private final ExecutorService window =
      Executors.newSingleThreadExecutor(task -> new Thread(task, WINDOW));
  private final Queue<String> news = new ConcurrentLinkedQueue<>();
  private final Consumer<String> hears =
      line -> news.add(Thread.currentThread().getName() + ": " + line);

  @AfterEach
  void end() {
    window.shutdownNow();
  }

  @Test
  void aFriendJoinsWithTheInvitationAndAllIsHeardOnTheWindowsThread() throws Exception {
    try (EchoServer game = EchoServer.start();
        RelayServer relay = RelayServer.builder().bind("127.0.0.1").start();
        Exposer host =
            HostedGame.start(
                    "127.0.0.1:" + relay.localAddress().getPort(),
                    game.address().getPort(),
                    window,
                    hears)
                .join();
        Connector friend = JoinedGame.start(host.invitation().text(), window, hears).join()) {
      play(friend.localAddress());
      await().until(() -> news.contains(WINDOW + ": 127.0.0.1 joined"));
      assertThat(host.flows()).hasSize(1);
      friend.closeAsync().join();
      await().until(() -> news.contains(WINDOW + ": 127.0.0.1 left"));
      await().until(() -> news.contains(WINDOW + ": disconnected"));
    }
    assertThat(news).allMatch(line -> line.startsWith(WINDOW));
  }

  private static void play(InetSocketAddress server) throws Exception {
    try (DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(10_000);
      client.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, server));
      client.receive(new DatagramPacket(new byte[8], 8));
    }
  }
}
