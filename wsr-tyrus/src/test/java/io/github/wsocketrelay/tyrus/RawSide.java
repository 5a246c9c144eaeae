package io.github.wsocketrelay.tyrus;

import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A side that says what a test wants it to, over the JDK's own WebSocket client: another
 * implementation than the one under test.
 */
final class RawSide implements AutoCloseable, WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final String host;
  private final ServerKeys keys;
  private final WebSocket socket;
  private final ExposerIdentity identity;
  private byte @Nullable [] nonce;

  private volatile boolean reading = true;

  private RawSide(int port, String path, ServerId serverId, String... headers) {
    this.host = "127.0.0.1:" + port;
    this.keys = serverId.keys();
    this.identity = ExposerIdentity.forId(serverId);
    WebSocket.Builder handshake = HTTP.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      handshake.header(headers[i], headers[i + 1]);
    }
    this.socket =
        handshake
            .subprotocols("wsr.v1")
            .buildAsync(URI.create("ws://" + host + path + keys.tag()), this)
            .join();
  }

  static RawSide exposer(RelayServer relay, ServerId serverId) {
    return exposer(relay.localAddress().getPort(), serverId);
  }

  static RawSide exposer(int port, ServerId serverId) {
    return new RawSide(port, "/wsr/v1/expose/", serverId);
  }

  static RawSide connector(RelayServer relay, ServerId serverId) {
    return connector(relay.localAddress().getPort(), serverId);
  }

  static RawSide connector(int port, ServerId serverId) {
    return new RawSide(port, "/wsr/v1/connect/", serverId);
  }

  /** Comes as if through a proxy that tells where it is. */
  static RawSide forwardedConnector(RelayServer relay, ServerId serverId, String address) {
    return new RawSide(
        relay.localAddress().getPort(), "/wsr/v1/connect/", serverId, "X-Forwarded-For", address);
  }

  /** Takes the hello and asks for a tunnel, rightly. */
  RawSide opening() {
    byte[] tunnel = new byte[16];
    new SecureRandom().nextBytes(tunnel);
    return opening(tunnel, 1, keys.admissionKey());
  }

  RawSide opening(byte[] tunnel, long epoch, byte[] admissionKey) {
    return say(
        new ControlMessage.Open(
            tunnel,
            epoch,
            Proofs.openProof(admissionKey, nonce(), host, keys.tag(), epoch, tunnel),
            Proofs.sideProof(keys.tunnelKey(), tunnel, epoch)));
  }

  RawSide opening(byte[] tunnel, long epoch) {
    return opening(tunnel, epoch, keys.admissionKey());
  }

  /** Takes the hello and registers, rightly. */
  RawSide registering() {
    return registering(1);
  }

  RawSide registering(long epoch) {
    byte[] transcript =
        Proofs.registerTranscript(nonce(), host, keys.tag(), epoch, keys.admissionKey());
    return say(
        new ControlMessage.Register(
            Proofs.rawKey(identity.publicKey()),
            keys.admissionKey(),
            epoch,
            identity.sign(transcript),
            List.of(0)));
  }

  private byte[] nonce() {
    if (nonce == null) {
      nonce = next(ControlMessage.Hello.class).nonce();
    }
    return nonce;
  }

  RawSide say(ControlMessage message) {
    return text(ControlCodec.encode(message));
  }

  /** Like say, for a link that may be closed by now. */
  void offer(ControlMessage message) {
    try {
      say(message);
    } catch (CompletionException e) {
      // Closed in between.
    }
  }

  RawSide text(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  RawSide binary(int... bytes) {
    byte[] message = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    return binary(message);
  }

  RawSide binary(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
    return this;
  }

  RawSide fragments(byte[]... parts) {
    for (int i = 0; i < parts.length; i++) {
      socket.sendBinary(ByteBuffer.wrap(parts[i]), i == parts.length - 1).join();
    }
    return this;
  }

  /** One datagram in one message. */
  RawSide datagram(int channel, int flow, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return binary(
        ByteBuffer.allocate(7 + bytes.length)
            .put((byte) 1)
            .putShort((short) channel)
            .putShort((short) flow)
            .putShort((short) bytes.length)
            .put(bytes)
            .array());
  }

  /** The next message of this kind; others before it are skipped. */
  <T extends ControlMessage> T next(Class<T> type) {
    try {
      while (true) {
        String text = texts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
          throw new AssertionError("no " + type.getSimpleName() + " came");
        }
        ControlMessage message = ControlCodec.decode(text);
        if (type.isInstance(message)) {
          return type.cast(message);
        }
      }
    } catch (InterruptedException | MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  byte @Nullable [] nextBinary() {
    try {
      return binaries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The code with which the relay closed the link. */
  int closeCode() {
    await().atMost(PATIENCE).until(closed::isDone);
    return closed.join();
  }

  /** Reads nothing more, once the next datagram has come. */
  void stopReading() {
    reading = false;
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  List<String> textsSoFar() {
    return List.copyOf(texts);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      texts.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    if (reading) {
      binaries.add(bytes);
      from.request(1);
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    closed.complete(statusCode);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
