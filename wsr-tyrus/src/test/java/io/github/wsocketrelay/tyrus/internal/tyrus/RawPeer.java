package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

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

  private final Socket socket;

  RawPeer(InetSocketAddress relay) throws IOException {
    this(new Socket(), relay);
  }

  private RawPeer(Socket socket, InetSocketAddress relay) throws IOException {
    this.socket = socket;
    socket.connect(relay, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** One that speaks TLS, from its first word on. */
  static RawPeer secure(InetSocketAddress relay, SSLContext context, String version)
      throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.setEnabledProtocols(new String[] {version});
    return new RawPeer(socket, relay);
  }

  /** New keys in TLS 1.3, or a new handshake in TLS 1.2. */
  RawPeer shakeHands() throws IOException {
    ((SSLSocket) socket).startHandshake();
    return this;
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

  /** What the relay has shown. */
  Certificate certificate() throws IOException {
    return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  RawPeer say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** So many bytes. */
  byte[] hear(int bytes) throws IOException {
    return socket.getInputStream().readNBytes(bytes);
  }

  private int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (java.net.SocketException e) {
      return -1; // A reset.
    }
  }

  /** Says that nothing more comes, without waiting for the relay to say so too. */
  RawPeer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
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
