package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A relay with a small heap, and links that send as fast as they can to others that do not read:
 * more waits for them all than its budget. It shows that the relay sheds, not that this heap would
 * be too small without: there the bounds of each link are enough.
 */
@Timeout(60)
@Tag("alone")
class GreedyLinksIT {
  private static final int SERVERS = 4;
  private static final int CONNECTORS_EACH = 49;
  private static final int DATAGRAM_BYTES = 1_200;
  private static final int DATAGRAMS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int ECHOES = 100;

  private final Roles roles = new Roles();
  private final Roles greedyRoles = new Roles();
  private final List<Thread> floods = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    greedyGo();
    roles.close();
  }

  private void greedyGo() throws InterruptedException {
    greedyRoles.close(); // Which ends the floods.
    for (Thread flood : floods) {
      flood.join();
    }
  }

  /** One message with many datagrams, for one channel. */
  private static byte[] bundle(int channel) {
    ByteBuffer bundle = ByteBuffer.allocate(1 + DATAGRAMS * (6 + DATAGRAM_BYTES)).put((byte) 1);
    for (int i = 0; i < DATAGRAMS; i++) {
      bundle.putShort((short) channel).putShort((short) 0).putShort((short) DATAGRAM_BYTES);
      bundle.put(new byte[DATAGRAM_BYTES]);
    }
    return bundle.array();
  }

  private void greedyServer(int port) {
    ServerId serverId = ServerId.random();
    RawSide exposer = greedyRoles.keep(RawSide.exposer(port, serverId)).registering();
    exposer.next(ControlMessage.Registered.class);
    List<byte[]> bundles = new ArrayList<>();
    for (int i = 0; i < CONNECTORS_EACH; i++) {
      RawSide connector = greedyRoles.keep(RawSide.connector(port, serverId)).opening();
      int channel = exposer.next(ControlMessage.TunnelOpened.class).channel();
      exposer.say(new ControlMessage.TunnelAccepted(channel));
      connector.next(ControlMessage.Opened.class);
      connector.stopReading();
      bundles.add(bundle(channel));
    }
    Thread flood = new Thread(() -> flood(exposer, bundles), "test-flood");
    floods.add(flood);
    flood.start();
  }

  private static void flood(RawSide exposer, List<byte[]> bundles) {
    try {
      while (exposer.isOpen()) {
        bundles.forEach(exposer::binary);
      }
    } catch (CompletionException e) {
      // Its link has ended.
    }
  }

  @Test
  void aSmallHeapBearsGreedyLinksAndABystandersDatagramsGoOn() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    RelayProcess relay =
        roles.keep(RelayProcess.start("", List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")));
    URI uri = URI.create("ws://127.0.0.1:" + relay.port());
    int target = roles.peer().echoing().port();
    Exposer exposer = roles.keep(Exposer.builder().relay(uri).target(target).start());
    Connector connector =
        roles.keep(Connector.builder().relay(uri).serverId(exposer.serverId()).start());
    UdpPeer player = roles.peer();

    for (int i = 0; i < SERVERS; i++) {
      greedyServer(relay.port());
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> relay.hits(RelayLimit.MEMORY_BYTES) > 0);
    long most = 0;
    int answered = 0;
    for (int i = 0; i < ECHOES; i++) {
      player.send("still here?", connector.localAddress());
      answered += player.receive(Duration.ofSeconds(1)).isPresent() ? 1 : 0;
      most = Math.max(most, relay.memory());
    }
    assertThat(answered).as("of %d datagrams", ECHOES).isGreaterThan(ECHOES * 9 / 10);
    assertThat(most).isBetween(1L << 20, 17L << 20); // A quarter of the heap, and buffers.

    greedyGo();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(relay.links()).isEqualTo(2));
    player.send("and now?", connector.localAddress());
    assertThat(player.receive(Duration.ofSeconds(2))).isPresent();
    connector.close();
    exposer.close();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(relay.memory()).isZero());
    assertThat(relay.isAlive()).isTrue();
    assertThat(relay.logged()).noneMatch(line -> line.contains("OutOfMemoryError"));
  }
}
