package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a peer's frames may cost, over a real connection. */
@Tag("alone")
class FrameFloodIT {
  private static final int FLOOD = 400;

  private static void assertEnds(Consumer<WebSocket> frame) {
    try (RelayServer relay =
        RelayServer.builder().port(0).bind(InetAddress.getLoopbackAddress()).start()) {
      String url =
          "ws://127.0.0.1:%d/wsr/v1/connect/%s"
              .formatted(relay.localAddress().getPort(), ServerId.random().keys().tag());
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols("wsr.v1")
              .buildAsync(URI.create(url), new WebSocket.Listener() {})
              .join();
      await().until(() -> relay.links() == 1);
      try {
        for (int i = 0; i < FLOOD; i++) {
          frame.accept(socket);
        }
      } catch (CompletionException e) {
        // As it must, unless the end comes later.
      }
      await().until(() -> relay.links() == 0);
      assertThat(relay.limitHits().get(RelayLimit.CONTROL_PER_SECOND)).isPositive();
      socket.abort();
    }
  }

  @Test
  void aFloodOfPingsEndsTheLink() {
    assertEnds(socket -> socket.sendPing(ByteBuffer.allocate(4)).join());
  }

  @Test
  void aFloodOfSmallPartsEndsTheLink() {
    assertEnds(socket -> socket.sendBinary(ByteBuffer.allocate(1), false).join());
  }
}
