package io.github.wsocketrelay.metrics.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a request is answered with.
 *
 * @param status with what it is called
 * @param extra header lines, each with its end; mostly none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(String status, String contentType, String extra, byte[] body) {

  /** A line of plain text. */
  static Answer text(String status, String line) {
    return text(status, "", line);
  }

  static Answer text(String status, String extra, String line) {
    return new Answer(
        status, "text/plain; charset=utf-8", extra, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes to send. One request is all that a connection is for. */
  ByteBuffer bytes(boolean withBody) {
    byte[] head =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nCache-Control: no-store\r\n%sConnection: close\r\n\r\n"
            .formatted(status, contentType, body.length, extra)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(head.length + (withBody ? body.length : 0)).put(head);
    return (withBody ? bytes.put(body) : bytes).flip();
  }
}
