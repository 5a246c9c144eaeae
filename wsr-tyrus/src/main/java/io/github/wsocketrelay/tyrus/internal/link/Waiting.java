package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A datagram that waits to be sent; or a control message, as the bytes of its text. A datagram's is
 * used again for another when it was sent; see {@link WaitingPool}.
 */
final class Waiting {
  /** In place of a flow's number. */
  static final int CONTROL = -1;

  private final ByteBuffer payload; // from its start to its limit
  private int channel;
  private int flow;
  private long sinceNanos;
  private @Nullable Waiting behind; // in its queue

  /** Makes an empty one with room for so many bytes. */
  Waiting(int room) {
    this(ByteBuffer.allocate(room));
  }

  private Waiting(ByteBuffer payload) {
    this.payload = payload;
  }

  /** A control message of a channel. */
  static Waiting control(int channel, String text, long nowNanos) {
    Waiting control = new Waiting(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    control.channel = channel;
    control.flow = CONTROL;
    control.sinceNanos = nowNanos;
    return control;
  }

  /** Makes it that of a datagram, for which it must have the room; copies what remains of it. */
  Waiting of(int newChannel, int newFlow, ByteBuffer datagram, long newSinceNanos) {
    channel = newChannel;
    flow = newFlow;
    sinceNanos = newSinceNanos;
    payload.clear().put(datagram).flip();
    return this;
  }

  int channel() {
    return channel;
  }

  int flow() {
    return flow;
  }

  /** From when on it counts as waiting. */
  long sinceNanos() {
    return sinceNanos;
  }

  boolean isControl() {
    return flow == CONTROL;
  }

  /** The bytes, from position to limit; reading moves the position. */
  ByteBuffer payload() {
    return payload.rewind();
  }

  /** The text of a control message. */
  String text() {
    byte[] bytes = new byte[payload.limit()];
    payload().get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The room that it takes in a message. */
  int bytes() {
    return MessageEncoder.encodedBytes(payload.limit());
  }

  /** How large a datagram may be that it is used for again. */
  int room() {
    return payload.capacity();
  }

  @Nullable Waiting behind() {
    return behind;
  }

  void setBehind(@Nullable Waiting next) {
    behind = next;
  }
}
