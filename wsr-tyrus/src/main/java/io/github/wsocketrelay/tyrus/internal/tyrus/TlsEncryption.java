package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.asyncqueue.MessageCloner;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into records of TLS. Java wants room for the largest record each time, however small
 * the message, so the room is the thread's own: what is encrypted is written from there, and copied
 * only where the system does not take it at once.
 */
final class TlsEncryption {
  /** Goes with each write of what {@link #encrypt} has made. */
  static final MessageCloner<WritableMessage> COPY_OF_WHAT_IS_QUEUED =
      (connection, message) -> {
        Buffer records = (Buffer) message;
        Buffer copy = connection.getMemoryManager().allocate(records.remaining());
        copy.put(records).flip();
        copy.allowBufferDispose(true);
        return copy;
      };

  private static final ThreadLocal<@Nullable ByteBuffer> ROOM = new ThreadLocal<>();

  private TlsEncryption() {}

  /**
   * Encrypts all of this, behind what TLS itself has to say. The result holds until this thread
   * encrypts something else.
   *
   * @throws SSLException where the engine has ended
   */
  static Buffer encrypt(SSLEngine engine, Buffer plain, MemoryManager<?> memory)
      throws SSLException {
    int most = engine.getSession().getPacketBufferSize();
    ByteBuffer input = plain.toByteBuffer();
    ByteBuffer record = room(most);
    boolean more = encryptOne(engine, input, record);
    if (!more) {
      return Buffers.wrap(memory, record.flip());
    }
    ByteBuffer all = ByteBuffer.allocate(record.position() + input.remaining() + 2 * most);
    all.put(record.flip());
    while (more) {
      if (all.remaining() < most) {
        all = ByteBuffer.allocate(2 * all.capacity()).put(all.flip());
      }
      more = encryptOne(engine, input, all);
    }
    return Buffers.wrap(memory, all.flip());
  }

  /** Makes one record, and tells whether there is to be another: of this, or of TLS itself. */
  private static boolean encryptOne(SSLEngine engine, ByteBuffer input, ByteBuffer to)
      throws SSLException {
    SSLEngineResult result = engine.wrap(input, to);
    if (result.getStatus() != Status.OK) {
      throw new SSLException("TLS has ended");
    }
    boolean more = input.hasRemaining() || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    if (more && result.bytesProduced() == 0) {
      throw new SSLException("TLS does not go on");
    }
    return more;
  }

  private static ByteBuffer room(int bytes) {
    ByteBuffer room = ROOM.get();
    if (room == null || room.capacity() < bytes) {
      room = ByteBuffer.allocate(bytes);
      ROOM.set(room);
    }
    return room.clear();
  }
}
