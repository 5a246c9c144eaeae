package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;

/** A datagram that waits to be sent. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Waiting(int channel, int flow, byte[] payload, long sinceNanos) {

  /** The room that it takes in a message. */
  int bytes() {
    return MessageEncoder.encodedBytes(payload.length);
  }
}
