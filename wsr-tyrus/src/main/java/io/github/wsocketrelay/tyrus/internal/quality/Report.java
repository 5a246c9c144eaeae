package io.github.wsocketrelay.tyrus.internal.quality;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one end of a tunnel tells the other once in a while: see docs/protocol.md, "Reports". Clocks
 * are in microseconds, with an origin of each end's own, and wrap; so do counts.
 *
 * @param clock the sender's clock
 * @param echo the clock in the newest report of the other end
 * @param holdMicros how long ago that came, or {@link #NONE}
 * @param sent the datagrams that this end was given for the tunnel, with its reports, this one
 *     included
 * @param loss part of the other end's datagrams that were lost lately, in {@link #WHOLE}ths, or
 *     {@link #UNKNOWN}
 */
record Report(int clock, int echo, int holdMicros, int sent, int loss) {
  static final int BYTES = 18;

  /** Instead of a hold: no report has come yet. */
  static final int NONE = -1;

  static final int WHOLE = 65_534;
  static final int UNKNOWN = 65_535;

  /** The report in a datagram, or null if it is none. More bytes may follow, of later versions. */
  static @Nullable Report decode(ByteBuffer payload) {
    if (payload.remaining() < BYTES) {
      return null;
    }
    return new Report(
        payload.getInt(),
        payload.getInt(),
        payload.getInt(),
        payload.getInt(),
        Short.toUnsignedInt(payload.getShort()));
  }

  ByteBuffer encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(clock)
        .putInt(echo)
        .putInt(holdMicros)
        .putInt(sent)
        .putShort((short) loss)
        .flip();
  }
}
