package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay that is closed says good-bye to everybody, whoever listens. */
@Timeout(30)
@Tag("alone") // It listens again on a port that is free for a moment.
class DrainIT {
  private final Roles roles = new Roles();

  @AfterEach
  void endAll() {
    roles.close();
  }

  private static void assertSentAway(RawSide side) {
    assertThat(side.next(ControlMessage.GoingAway.class).reconnectAfterMillis())
        .isBetween(200, 1_000);
    assertThat(side.closeCode()).isEqualTo(1001);
  }

  @Test
  void tellsSidesOfAnyMakeWhenToComeBack() {
    RelayServer relay = roles.relay();
    ServerId serverId = ServerId.random();
    RawSide exposer = roles.keep(RawSide.exposer(relay, serverId)).registering();
    exposer.next(ControlMessage.Registered.class);
    RawSide connector = roles.keep(RawSide.connector(relay, serverId)).opening();
    exposer.next(ControlMessage.TunnelOpened.class);
    RawSide mute = roles.keep(RawSide.connector(relay, serverId));

    relay.close();

    assertSentAway(exposer);
    assertSentAway(connector);
    assertSentAway(mute);
  }

  /** A link that is closed while its side writes is reset, and with it goes what was not read. */
  @Test
  void tellsSidesThatSendAllTheTime() {
    RelayServer relay = roles.relay();
    ServerId serverId = ServerId.random();
    List<RawSide> sides = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 10; i++) {
      RawSide side = roles.keep(RawSide.connector(relay, serverId)).opening();
      side.next(ControlMessage.Waiting.class);
      sides.add(side);
      Thread sender = new Thread(() -> sendUntil(over, side));
      sender.setDaemon(true);
      sender.start();
    }

    relay.close();

    sides.forEach(side -> assertThat(side.next(ControlMessage.GoingAway.class)).isNotNull());
    over.set(true);
  }

  private static void sendUntil(AtomicBoolean over, RawSide side) {
    try {
      while (!over.get()) {
        side.datagram(0, 0, "x".repeat(500));
      }
    } catch (CompletionException e) {
      // The link has ended.
    }
  }

  @Test
  void letsAnotherRelayTakeItsPortAtOnceThoughItHadManyLinks() {
    RelayServer first = roles.relay();
    int port = first.localAddress().getPort();
    ServerId serverId = ServerId.random();
    List<RawSide> sides = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sides.add(roles.keep(RawSide.connector(first, serverId)).opening());
    }

    first.close();
    RelayServer second = roles.keep(RelayServer.builder().bind("127.0.0.1").port(port).start());

    assertThat(second.localAddress().getPort()).isEqualTo(port);
    sides.forEach(DrainIT::assertSentAway);
    Exposer exposer = roles.exposer(second, builder -> builder.target(9));
    assertThat(second.servers()).isEqualTo(1);
    exposer.close();
  }

  @Test
  @Timeout(10)
  void doesNotWaitLongForASideThatDoesNotAnswer() throws Exception {
    RelayServer relay = roles.relay();
    String handshake =
        """
        GET /wsr/v1/connect/%s HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: wsr.v1\r
        \r
        """
            .formatted("a".repeat(26));
    try (Socket deaf =
        new Socket(InetAddress.getLoopbackAddress(), relay.localAddress().getPort())) {
      deaf.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      while (!read.toString(StandardCharsets.ISO_8859_1).contains("\"hello\"")) {
        read.write(deaf.getInputStream().read());
      }

      relay.closeAsync().get(3, TimeUnit.SECONDS);

      read.write(deaf.getInputStream().readAllBytes());
      assertThat(read.toString(StandardCharsets.ISO_8859_1)).contains("\"going-away\"");
    }
  }
}
