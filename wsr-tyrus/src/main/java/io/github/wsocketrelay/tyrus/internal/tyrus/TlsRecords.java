package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLUtils;
import org.jspecify.annotations.Nullable;

/**
 * One connection's TLS from the end of its handshake on. What is written is encrypted and queued in
 * one order without a lock: of the threads that write at a time one does it for all, so completions
 * and closes, which may lead to writes on other connections, run with nothing held. There is no
 * second handshake, which Grizzly would do by blocking a selector thread; new keys of TLS 1.3 are
 * answered in passing.
 */
final class TlsRecords {
  private static final Logger LOG = System.getLogger(TlsRecords.class.getName());

  /** More records without data, while no data goes either way, are no use of TLS; or answers. */
  private static final int MOST_IDLE_RECORDS = 32;

  private static final Attribute<TlsRecords> OF =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(TlsRecords.class.getName());

  private final Connection<SocketAddress> connection;
  private final TCPNIOTransport transport;
  private final SSLEngine engine;
  private final Queue<TlsMessage> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();

  /** An answer waits for its turn: it is one to all records that come until then. */
  private final AtomicBoolean answering = new AtomicBoolean();

  private final AtomicInteger idleRecords = new AtomicInteger();

  @SuppressWarnings("unchecked") // what Grizzly's connections are
  private TlsRecords(Connection<?> connection, SSLEngine engine) {
    this.connection = (Connection<SocketAddress>) connection;
    this.transport = (TCPNIOTransport) connection.getTransport();
    this.engine = engine;
  }

  /** The handshake is over. */
  static void begin(Connection<?> connection, SSLEngine engine) {
    if (of(connection) == null) {
      OF.set(connection, new TlsRecords(connection, engine));
    }
  }

  /** Those of a connection; null where there is no TLS, or it is in its handshake. */
  static @Nullable TlsRecords of(Connection<?> connection) {
    return OF.get(connection);
  }

  /**
   * Decrypts all records that have come whole. On the connection's thread.
   *
   * @throws SSLException where the connection is of no use any more
   */
  NextAction read(FilterChainContext context) throws SSLException {
    Buffer input = context.getMessage();
    Buffer plain = null;
    int bytes = SSLUtils.getSSLPacketSize(input);
    while (bytes > 0 && input.remaining() >= bytes) {
      if (plain == null) {
        plain = allocate(input.remaining()); // Decrypted it is shorter.
      }
      plain = decrypt(input, bytes, plain);
      bytes = SSLUtils.getSSLPacketSize(input);
    }
    Buffer rest = restOf(input);
    if (plain == null) {
      return context.getStopAction(rest);
    }
    plain.trim();
    if (!plain.hasRemaining()) {
      plain.tryDispose();
      return context.getStopAction(rest);
    }
    context.setMessage(plain);
    return context.getInvokeAction(rest);
  }

  private Buffer decrypt(Buffer input, int bytes, Buffer plain) throws SSLException {
    int from = input.position();
    int to = plain.position();
    SSLEngineResult result =
        engine.unwrap(input.toByteBuffer(from, from + bytes), plain.toByteBuffer());
    if (result.getStatus() == Status.CLOSED) {
      input.position(input.limit()); // Nothing comes after this.
      return plain;
    }
    if (result.getStatus() != Status.OK || result.bytesConsumed() != bytes) {
      throw new SSLException("a record of TLS is too large, or cut off");
    }
    input.position(from + bytes);
    plain.position(to + result.bytesProduced());
    if (result.bytesProduced() > 0) {
      idleRecords.set(0);
    } else if (idleRecords.incrementAndGet() > MOST_IDLE_RECORDS) {
      throw new SSLException("too many records of TLS without data");
    }
    answer(result.getHandshakeStatus());
    return plain;
  }

  private void answer(HandshakeStatus status) throws SSLException {
    if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
      return;
    }
    boolean newKeys =
        status == HandshakeStatus.NEED_WRAP && engine.getSession().getProtocol().equals("TLSv1.3");
    if (!newKeys) {
      throw new SSLException("a second handshake is not done");
    }
    if (!answering.compareAndSet(false, true)) {
      return;
    }
    if (answers.incrementAndGet() > MOST_IDLE_RECORDS) {
      throw new SSLException("the answers to new keys of TLS are not read");
    }
    write(
        Buffers.EMPTY_BUFFER,
        new EmptyCompletionHandler<>() {
          @Override
          public void completed(WriteResult<WritableMessage, SocketAddress> result) {
            answers.decrementAndGet();
          }
        });
  }

  private @Nullable Buffer restOf(Buffer input) {
    Buffer rest = null;
    if (input.hasRemaining()) {
      rest = allocate(input.remaining());
      rest.put(input).flip();
    }
    input.tryDispose();
    return rest;
  }

  /** Does {@link #write(Buffer, CompletionHandler)} with what comes from above. */
  @SuppressWarnings("unchecked") // what Grizzly's handlers are
  NextAction write(FilterChainContext context) {
    write(context.getMessage(), context.getTransportContext().getCompletionHandler());
    return context.getStopAction();
  }

  /**
   * Encrypts and queues this behind all that was written before; or another thread does that soon.
   *
   * @param written hears once what becomes of it
   */
  void write(
      Buffer plain,
      @Nullable CompletionHandler<WriteResult<WritableMessage, SocketAddress>> written) {
    if (plain.hasRemaining()) {
      idleRecords.set(0);
    }
    messages.add(new TlsMessage(plain, written));
    if (waiting.getAndIncrement() == 0) {
      do {
        writeOrEnd(messages.remove());
      } while (waiting.decrementAndGet() > 0);
    }
  }

  /** Goes on whatever happens: who stopped here would leave all others waiting for ever. */
  private void writeOrEnd(TlsMessage next) {
    try {
      encryptAndWrite(next);
    } catch (IOException e) {
      end(next, e); // Of TLS: the other end has ended it.
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a message with TLS failed, its link ends", e);
      end(next, e);
    }
  }

  private void encryptAndWrite(TlsMessage next) throws IOException {
    if (!next.plain().hasRemaining()) {
      answering.set(false); // Before: what comes after this needs another answer.
    }
    Buffer records = TlsEncryption.encrypt(engine, next.plain(), transport.getMemoryManager());
    next.plain().tryDispose();
    transport
        .getAsyncQueueIO()
        .getWriter()
        .write(connection, null, records, next, TlsEncryption.COPY_OF_WHAT_IS_QUEUED);
  }

  private void end(TlsMessage message, Throwable cause) {
    try {
      connection.terminateSilently();
      message.failed(cause);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the end of a link with TLS failed", e);
    }
  }

  private Buffer allocate(int bytes) {
    MemoryManager<?> memory = transport.getMemoryManager();
    Buffer buffer = memory.allocate(bytes);
    buffer.allowBufferDispose(true);
    return buffer;
  }
}
