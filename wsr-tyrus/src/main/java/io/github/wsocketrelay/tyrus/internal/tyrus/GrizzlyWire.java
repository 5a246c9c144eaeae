package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.websocket.Wire;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.tyrus.core.MaskingKeyGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection below a WebSocket of Tyrus: binary messages go in one frame straight into the
 * connection's queue, and are written by the calling thread where the system takes them. Tyrus
 * writes control frames and text through the same queue. With TLS all go through its {@link
 * TlsRecords}.
 */
final class GrizzlyWire implements Wire {
  private static final ThreadLocal<@Nullable GrizzlyWire> OPENING = new ThreadLocal<>();

  private final Connection<SocketAddress> connection;
  private final @Nullable MaskingKeyGenerator keys;
  private final @Nullable TlsRecords records;
  private final Written written = new Written();
  private volatile @Nullable Consumer<ByteBuffer> receiver;

  /**
   * Makes a wire.
   *
   * @param keys of the mask, at a client's end
   */
  @SuppressWarnings("unchecked") // what Grizzly's connections are
  GrizzlyWire(Connection<?> connection, @Nullable MaskingKeyGenerator keys) {
    this.connection = (Connection<SocketAddress>) connection;
    this.keys = keys;
    this.records = TlsRecords.of(connection);
  }

  /** Opens a session, which finds this wire by {@link #opening}. */
  <T> T open(Supplier<T> opening) {
    OPENING.set(this);
    try {
      return opening.get();
    } finally {
      OPENING.remove();
    }
  }

  /** The wire of the session that is being opened on this thread. */
  static @Nullable Wire opening() {
    return OPENING.get();
  }

  /** Whether this is a client's end, which sends with a mask and is sent without one. */
  boolean isClient() {
    return keys != null;
  }

  /** Who takes binary messages, once the session is open. */
  @Nullable Consumer<ByteBuffer> receiver() {
    return receiver;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) connection.getPeerAddress();
  }

  /** Where the other end is, behind a proxy that has told it. */
  InetSocketAddress client() {
    Arrivals.Arrival arrival = Arrivals.of(connection);
    return arrival == null ? remoteAddress() : arrival.client();
  }

  @Override
  public List<X509Certificate> certificates() {
    return Tls.certificates(connection);
  }

  @Override
  public void deliverTo(Consumer<ByteBuffer> newReceiver) {
    receiver = newReceiver;
  }

  @Override
  public void sendBinary(ByteBuffer message, Link.Completion completion) {
    if (keys == null) {
      FrameHeader.putBefore(message);
    } else {
      FrameHeader.putBefore(message, keys.nextInt());
    }
    TCPNIOTransport transport = (TCPNIOTransport) connection.getTransport();
    Buffer buffer = Buffers.wrap(transport.getMemoryManager(), message);
    written.completion = completion;
    if (records != null) {
      records.write(buffer, written);
    } else {
      transport.getAsyncQueueIO().getWriter().write(connection, buffer, written);
    }
  }

  @Override
  public void asked() {
    Arrivals.Arrival arrival = Arrivals.of(connection);
    if (arrival != null) {
      arrival.asked();
    }
  }

  @Override
  public void settled() {
    Arrivals.Arrival arrival = Arrivals.of(connection);
    if (arrival != null) {
      arrival.settled();
    }
  }

  @Override
  public void ended() {
    Arrivals.Arrival arrival = Arrivals.of(connection);
    if (arrival != null) {
      arrival.ended();
    }
  }

  /** What was written and has not left this process, in bytes. */
  int unwrittenBytes() {
    return connection instanceof NIOConnection nio ? nio.getAsyncWriteQueue().spaceInBytes() : 0;
  }

  @Override
  public void abort() {
    connection.terminateSilently();
  }

  /** Tells of the end of the one binary message that may be under way. */
  private static final class Written
      implements CompletionHandler<WriteResult<WritableMessage, SocketAddress>> {
    volatile Link.Completion completion = failure -> {};

    @Override
    public void completed(WriteResult<WritableMessage, SocketAddress> result) {
      completion.done(null);
    }

    @Override
    public void updated(WriteResult<WritableMessage, SocketAddress> result) {}

    @Override
    public void cancelled() {
      completion.done(new CancellationException());
    }

    @Override
    public void failed(Throwable cause) {
      completion.done(cause);
    }
  }
}
