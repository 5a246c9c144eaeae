package io.github.wsocketrelay.metrics.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads a request, writes the answer, and waits for the client to hang up,
 * since closing before it has read may cut the answer off. Not safe for use by many threads.
 */
final class AdminConnection {
  static final int MOST_HEAD_BYTES = 8_192;

  /** For all of it. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String END_OF_HEAD = "\r\n\r\n";

  private final SocketChannel socket;
  private final AdminPages pages;
  private final long beganNanos;
  private final ByteBuffer head = ByteBuffer.allocate(MOST_HEAD_BYTES);
  private @Nullable ByteBuffer answer;

  AdminConnection(SocketChannel socket, AdminPages pages, long nowNanos) {
    this.socket = socket;
    this.pages = pages;
    this.beganNanos = nowNanos;
  }

  boolean isOverdue(long nowNanos) {
    return nowNanos - beganNanos > PATIENCE.toNanos();
  }

  /** Goes on as far as it can without waiting. */
  void go(SelectionKey key) throws IOException {
    if (answer == null && readHead()) {
      answer = answer();
      key.interestOps(SelectionKey.OP_WRITE);
    }
    if (answer != null && answer.hasRemaining()) {
      socket.write(answer);
      if (!answer.hasRemaining()) {
        socket.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
      }
    } else if (answer != null) {
      hearOut();
    }
  }

  /** Whether all of the head, or too much, has come. */
  private boolean readHead() throws IOException {
    if (socket.read(head) < 0) {
      close();
      return false;
    }
    return !head.hasRemaining() || headText().contains(END_OF_HEAD);
  }

  private String headText() {
    return new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
  }

  private ByteBuffer answer() {
    String text = headText();
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0) {
      return Answer.text("431 Request Header Fields Too Large", "over 8192 bytes").bytes(true);
    }
    RequestHead request = RequestHead.parse(text.substring(0, end));
    return pages.answer(request).bytes(request == null || !request.method().equals("HEAD"));
  }

  private void hearOut() throws IOException {
    if (socket.read(head.clear()) < 0) {
      close();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  boolean isOpen() {
    return socket.isOpen();
  }
}
