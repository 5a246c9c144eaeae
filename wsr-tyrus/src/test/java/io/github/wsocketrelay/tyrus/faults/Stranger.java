package io.github.wsocketrelay.tyrus.faults;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Someone who has reached a relay's port and says any bytes; and who tells in a few words what came
 * of them. For one thread.
 */
public final class Stranger implements AutoCloseable {
  /** A key such as a client sends it. */
  public static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  /** What a connector asks for first. */
  public static final String HANDSHAKE =
      request(
          "GET /wsr/v1/connect/" + "a".repeat(26) + " HTTP/1.1",
          "Host: relay.example",
          "Upgrade: websocket",
          "Connection: Upgrade",
          KEY,
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Protocol: wsr.v1");

  /** The connection was closed without an answer. */
  public static final String CUT = "cut";

  /** The link goes on: it has answered. */
  public static final String LIVES = "lives";

  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;
  private boolean upgraded;

  private Stranger(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects. */
  public static Stranger at(InetSocketAddress relay) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(relay, PATIENCE_MILLIS);
    return new Stranger(socket);
  }

  /** A request's head of these lines. */
  public static String request(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** Says it, if there is still someone to hear it. */
  public Stranger say(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // Cut off by now, which is an outcome.
    }
    return this;
  }

  /** The same with text, a byte for each character. */
  public Stranger say(String text) {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says it byte by byte. */
  public Stranger spell(byte[] bytes) {
    for (byte one : bytes) {
      say(new byte[] {one});
    }
    return this;
  }

  /** Becomes a WebSocket, and takes the relay's first word. */
  public Stranger shakingHands() throws IOException {
    say(HANDSHAKE);
    String answer = outcome();
    if (!answer.equals("HTTP 101")) {
      throw new AssertionError("the handshake was answered by: " + answer);
    }
    return this;
  }

  /** Says no more, but listens. */
  public Stranger sayingNoMore() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /**
   * What the relay does next: {@code HTTP 400}, {@code close 1002}, {@link #CUT}, or {@link #LIVES}
   * when a pong or text other than hello and refused came. Fails when nothing comes.
   */
  public String outcome() throws IOException {
    try {
      return upgraded ? nextFrame() : nextHead();
    } catch (EOFException | SocketException e) {
      return CUT;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the relay neither answers nor ends it", e);
    }
  }

  /** Whether the connection ends here, without another byte. */
  public boolean isOver() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // A reset.
    }
  }

  private String nextHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      head.append((char) next());
    }
    String line = head.substring(0, head.indexOf("\r\n"));
    if (!line.startsWith("HTTP/1.1 ")) {
      return "not HTTP: " + line;
    }
    upgraded = line.startsWith("HTTP/1.1 101");
    return "HTTP " + line.substring(9, 12);
  }

  private String nextFrame() throws IOException {
    while (true) {
      int opcode = next() & 0x0f;
      byte[] payload = in.readNBytes(length());
      if (opcode == RawFrame.CLOSE) {
        return payload.length < 2
            ? "close"
            : "close " + Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
      }
      String text = new String(payload, StandardCharsets.UTF_8);
      if (!text.contains("\"hello\"") && !text.contains("\"refused\"")) {
        return LIVES;
      }
    }
  }

  private int length() throws IOException {
    int length = next();
    return length < 126 ? length : next() << 8 | next();
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
