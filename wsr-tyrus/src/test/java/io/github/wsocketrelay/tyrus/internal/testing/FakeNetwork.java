package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links with two ends. What one end sends is under way until {@link #run} delivers it to the other,
 * in order; so a test decides what crosses what.
 */
public final class FakeNetwork {
  private final Queue<Runnable> underWay = new ArrayDeque<>();
  private int nextPort = 40_000;

  /** Makes a link, and its handlers at both ends; the second end is the one that was dialled. */
  public Link connect(Function<Link, LinkHandler> dialling, Function<Link, LinkHandler> accepting) {
    End near = new End(new InetSocketAddress("192.0.2.1", 80));
    End far = new End(new InetSocketAddress("203.0.113.1", nextPort++));
    near.peer = far;
    far.peer = near;
    near.handler = dialling.apply(near);
    far.handler = accepting.apply(far);
    return near;
  }

  /** Delivers what is under way, and what comes of it, until nothing is any more. */
  public void run() {
    for (Runnable next = underWay.poll(); next != null; next = underWay.poll()) {
      next.run();
    }
  }

  /** One end of a link. */
  private final class End implements Link {
    private final InetSocketAddress remoteAddress;
    private @Nullable End peer;
    private @Nullable LinkHandler handler;
    private boolean closed;

    End(InetSocketAddress remoteAddress) {
      this.remoteAddress = remoteAddress;
    }

    @Override
    public void sendText(String text, Completion completion) {
      send(completion, to -> to.onText(text));
    }

    @Override
    public void sendBinary(ByteBuffer message, Completion completion) {
      byte[] copy = new byte[message.remaining()];
      message.get(copy);
      send(completion, to -> to.onBinary(ByteBuffer.wrap(copy)));
    }

    private void send(Completion completion, Consumer<LinkHandler> delivery) {
      if (closed) {
        completion.done(new IOException("the link is closed"));
        return;
      }
      End to = peer;
      underWay.add(
          () -> {
            if (to != null && !to.closed && to.handler != null) {
              delivery.accept(to.handler);
            }
          });
      completion.done(null);
    }

    @Override
    public void close(int code, String reason) {
      if (closed) {
        return;
      }
      End to = peer;
      underWay.add(
          () -> {
            if (to != null) {
              to.ended(code, reason);
            }
          });
      ended(code, reason);
    }

    @Override
    public void abort(String reason) {
      close(1_006, reason);
    }

    private void ended(int code, String reason) {
      if (!closed) {
        closed = true;
        if (handler != null) {
          handler.onClosed(code, reason);
        }
      }
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return remoteAddress;
    }
  }
}
