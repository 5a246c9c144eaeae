package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.ReadHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one connection. Binary messages in one frame of usual size, nearly all there
 * are, go straight to their receiver, in the buffer that was read where they are whole in it: Tyrus
 * copies each message several times, puts large ones together in steps of 256 bytes, and takes
 * masks off byte by byte. All else goes on to Tyrus, with the mask taken off; and Tyrus judges it.
 * Frames may be cut anywhere between calls. On the connection's thread only.
 */
final class FrameReader implements ReadHandler {
  /**
   * Tyrus keeps a frame until it is whole, in a buffer of 262,144 bytes: one that does not fit
   * would make it wait until the buffer overflows, and then log that as a fault of this program.
   */
  static final long MOST_PAYLOAD_BYTES = 262_144 - FrameHeader.MAX_BYTES;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ReadHandler tyrus;
  private final GrizzlyWire wire;
  private final FrameRules rules;
  private final FrameHeader header = new FrameHeader();
  private boolean fragments; // a message of several frames has begun
  private @Nullable Consumer<ByteBuffer> receiver; // of the frame whose payload is being read
  private ByteBuffer gathered = NOTHING; // what there is of its payload
  private boolean gathering;
  private boolean keeping; // something of a message that is not complete
  private boolean control; // the frame that is being read
  private boolean over; // it broke a rule
  private long left; // of the payload
  private int key; // its first byte is for the next byte of payload

  FrameReader(ReadHandler tyrus, GrizzlyWire wire, FrameRules rules) {
    this.tyrus = tyrus;
    this.wire = wire;
    this.rules = rules;
  }

  @Override
  public void handle(ByteBuffer data) {
    while (data.hasRemaining() && !over) {
      int from = data.position();
      if (left == 0 && (!header(data) || over)) {
        return;
      }
      if (receiver != null) {
        receive(data, receiver);
      } else {
        pass(data, from);
      }
      if (left == 0 && keeping && !fragments && !control) {
        keeping = false;
        rules.completed();
      }
    }
  }

  /** Gathers a header; tells when it is whole, and decides whose the frame is. */
  private boolean header(ByteBuffer data) {
    if (!header.gather(data)) {
      return false;
    }
    key = header.key();
    left = header.payloadBytes();
    control = header.isControl();
    if (header.isMasked() == wire.isClient() || left > MOST_PAYLOAD_BYTES || !header.isShortest()) {
      refuse();
      return true;
    }
    if (!rules.admits(header)) {
      end();
      return true;
    }
    boolean ours =
        header.isWholeBinary() && !fragments && left > 0 && left <= MessageFormat.MAX_MESSAGE_BYTES;
    receiver = ours ? wire.receiver() : null;
    if (receiver != null) {
      header.clear();
    } else if (!header.isControl()) {
      fragments = !header.isFinal();
    }
    boolean complete = left <= data.remaining() && !fragments && !header.isContinuation();
    if (!control && left > 0 && !complete) {
      keeping = true;
      if (!rules.admitsIncomplete(left)) {
        end();
      }
    }
    return true;
  }

  private void end() {
    over = true;
    gathered = NOTHING;
    wire.abort();
  }

  /**
   * Ends it for a mask that lacks, or that has no place here (RFC 6455, section 5.1), and for a
   * length that is too long, or not told in the fewest bytes (section 5.2). Tyrus takes all of
   * these; a frame that it does not take makes it close with 1002.
   */
  private void refuse() {
    over = true;
    gathered = NOTHING;
    tyrus.handle(ByteBuffer.wrap(new byte[] {(byte) FrameHeader.RESERVED_CONTROL, 0}));
  }

  private void receive(ByteBuffer data, Consumer<ByteBuffer> to) {
    if (!gathering && data.remaining() >= left) {
      deliver(data, (int) left, to);
      return;
    }
    if (!gathering) {
      gathering = true;
      gathered = ByteBuffer.allocate((int) left);
    }
    int bytes = (int) Math.min(left, data.remaining());
    int at = gathered.position();
    gathered.put(at, data, data.position(), bytes).position(at + bytes);
    data.position(data.position() + bytes);
    left -= bytes;
    if (left == 0) {
      gathering = false;
      ByteBuffer whole = gathered.flip();
      gathered = NOTHING; // Kept for the next, it would be memory for each quiet link.
      deliver(whole, whole.limit(), to);
    }
  }

  private void deliver(ByteBuffer from, int bytes, Consumer<ByteBuffer> to) {
    int limit = from.limit();
    int end = from.position() + bytes;
    left = 0;
    if (key != 0) {
      Mask.apply(key, from, from.position(), end);
    }
    to.accept(from.limit(end));
    from.limit(limit).position(end);
  }

  /**
   * Hands on what there is of a frame: its header without the key right before the payload, in one
   * piece; one that began in an earlier buffer goes on by itself.
   */
  private void pass(ByteBuffer data, int from) {
    int begin = from;
    if (header.isBegun()) {
      ByteBuffer unmasked = header.unmasked();
      begin = data.position() - unmasked.remaining();
      if (begin >= from) {
        data.put(begin, unmasked, 0, unmasked.remaining());
      } else {
        tyrus.handle(unmasked.duplicate());
        begin = data.position();
      }
      header.clear();
    }
    int bytes = (int) Math.min(left, data.remaining());
    int end = data.position() + bytes;
    Mask.apply(key, data, data.position(), end);
    left -= bytes;
    key = Mask.after(key, bytes);
    data.position(end);
    if (end > begin) {
      tyrus.handle(data.duplicate().position(begin).limit(end));
    }
  }
}
