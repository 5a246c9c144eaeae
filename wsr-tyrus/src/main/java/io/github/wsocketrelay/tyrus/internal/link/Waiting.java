package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import java.nio.ByteBuffer;

/** A datagram that waits to be sent. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Waiting(int channel, int flow, byte[] payload, long sinceNanos) {

  /** A datagram that waits from now on; what remains of the payload is read. */
  static Waiting copyOf(int channel, int flow, ByteBuffer payload, long nowNanos) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    return new Waiting(channel, flow, copy, nowNanos);
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
