package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A stranger's socket. */
final class RawPeer implements AutoCloseable {
  static final String HANDSHAKE =
      """
      GET %s%s HTTP/1.1
      Host: relay.example
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Protocol: %s

      """
          .formatted(WsrPaths.CONNECT, "a".repeat(26), WsrPaths.SUBPROTOCOL)
          .replace("\n", "\r\n");

  private static final int PATIENCE_MILLIS = 8_000;

  private final Socket socket = new Socket();

  RawPeer(InetSocketAddress relay) throws IOException {
    socket.connect(relay, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  RawPeer say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** The head of an answer; what came before the end where there is none. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    int next = read();
    while (next >= 0) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        break;
      }
      next = read();
    }
    return head.toString();
  }

  /** Whether the connection is closed before anything comes. */
  boolean isClosed() throws IOException {
    return read() < 0;
  }

  private int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (java.net.SocketException e) {
      return -1; // A reset.
    }
  }

  /** Closes it with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
