package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens like a relay, and answers each request with what a test wants, byte by byte. */
public final class HostileRelay implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: *(\\S+)");

  private final Answer answer;
  private final ServerSocket listening;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<Long> dials = new CopyOnWriteArrayList<>();

  /** What one side is answered. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Says it; the connection is left open, until the side or the test ends it.
     *
     * @param accept what a good handshake's answer has in Sec-WebSocket-Accept
     */
    void say(OutputStream out, String accept) throws IOException;
  }

  /** Listens. */
  public HostileRelay(Answer answer) {
    this.answer = answer;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  private static void run(Runnable what) {
    Thread thread = new Thread(what, "test-hostile-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        accepted.add(socket);
        dials.add(System.nanoTime());
        if (listening.isClosed()) {
          socket.close(); // In between: nobody else would.
        }
        run(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String head = head(socket.getInputStream());
      Matcher key = KEY.matcher(head);
      answer.say(socket.getOutputStream(), key.find() ? acceptOf(key.group(1)) : "");
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The side has had enough, or the test.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int next = in.read();
    while (next >= 0 && head.indexOf("\r\n\r\n") < 0) {
      head.append((char) next);
      next = head.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
    }
    return head.toString();
  }

  private static String acceptOf(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
  }

  /** When each side was accepted, by System.nanoTime. */
  public List<Long> dials() {
    return List.copyOf(dials);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
