package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A datagram that waits to be sent; or a control message, as the bytes of its text. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Waiting(int channel, int flow, byte[] payload, long sinceNanos) {
  /** In place of a flow's number. */
  static final int CONTROL = -1;

  /** A datagram that waits from now on; what remains of the payload is read. */
  static Waiting copyOf(int channel, int flow, ByteBuffer payload, long nowNanos) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    return new Waiting(channel, flow, copy, nowNanos);
  }

  /** A control message of a channel. */
  static Waiting control(int channel, String text, long nowNanos) {
    return new Waiting(channel, CONTROL, text.getBytes(StandardCharsets.UTF_8), nowNanos);
  }

  boolean isControl() {
    return flow == CONTROL;
  }

  /** The text of a control message. */
  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The same, waiting for another channel as long as it has. */
  Waiting movedTo(int newChannel) {
    return new Waiting(newChannel, flow, payload, sinceNanos);
  }

  /** The room that it takes in a message. */
  int bytes() {
    return MessageEncoder.encodedBytes(payload.length);
  }
}
