package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.jspecify.annotations.Nullable;

/** What is to be encrypted and written. Who has brought it hears once what becomes of it. */
final class TlsMessage implements CompletionHandler<WriteResult<WritableMessage, SocketAddress>> {
  private final Buffer plain;
  private final @Nullable CompletionHandler<WriteResult<WritableMessage, SocketAddress>> written;
  private final AtomicBoolean told = new AtomicBoolean();

  TlsMessage(
      Buffer plain,
      @Nullable CompletionHandler<WriteResult<WritableMessage, SocketAddress>> written) {
    this.plain = plain;
    this.written = written;
  }

  /** What is to be encrypted; nothing for what only TLS itself has to say. */
  Buffer plain() {
    return plain;
  }

  @Override
  public void completed(WriteResult<WritableMessage, SocketAddress> result) {
    if (written != null && told.compareAndSet(false, true)) {
      written.completed(result);
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (written != null && told.compareAndSet(false, true)) {
      written.failed(cause);
    }
  }

  @Override
  public void cancelled() {
    if (written != null && told.compareAndSet(false, true)) {
      written.cancelled();
    }
  }

  @Override
  public void updated(WriteResult<WritableMessage, SocketAddress> result) {
    if (written != null) {
      written.updated(result);
    }
  }
}
