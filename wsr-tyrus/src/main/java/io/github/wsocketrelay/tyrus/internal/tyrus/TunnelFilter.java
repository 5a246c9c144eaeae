package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Has a proxy make a tunnel to the relay, with CONNECT, before anything above it is sent or read.
 * For one connection, whose reads are on its selector thread.
 */
final class TunnelFilter extends BaseFilter {
  private final HttpProxy proxy;
  private final String relay;
  private final String target;
  private final Consumer<Throwable> failed;
  private TunnelAnswer answer = new TunnelAnswer();
  private volatile Step opened = () -> {};
  private boolean open; // the connection's thread only
  private boolean over; // the same

  /** What follows. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /**
   * Makes one that has not asked yet.
   *
   * @param relay how errors name the relay
   * @param target its host and port, which the proxy looks up
   * @param failed is told at most once why there is no tunnel
   */
  TunnelFilter(HttpProxy proxy, String relay, String target, Consumer<Throwable> failed) {
    this.proxy = proxy;
    this.relay = relay;
    this.target = target;
    this.failed = failed;
  }

  /**
   * Asks the proxy.
   *
   * @param next what to do once there is a tunnel, before anything that comes through it is read
   */
  void ask(Connection<?> connection, Step next) {
    opened = next;
    // From this filter on down: those above would take it for theirs.
    createContext(connection, FilterChainContext.Operation.WRITE)
        .write(
            Buffers.wrap(
                connection.getMemoryManager(), request().getBytes(StandardCharsets.ISO_8859_1)));
  }

  private String request() {
    String login = proxy.user() + ":" + proxy.password();
    String authorization =
        proxy.user().isEmpty()
            ? ""
            : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n";
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    if (open) {
      return context.getInvokeAction();
    }
    Buffer buffer = context.getMessage();
    ByteBuffer data = buffer.toByteBuffer();
    int bytes = data.remaining();
    if (!over && gather(data)) {
      open = true;
      answer = new TunnelAnswer(); // The old one is of no more use.
      opened.run();
    }
    buffer.position(buffer.position() + bytes - data.remaining());
    if (open && buffer.hasRemaining()) {
      return context.getInvokeAction();
    }
    buffer.tryDispose();
    return context.getStopAction();
  }

  private boolean gather(ByteBuffer data) {
    try {
      if (!answer.gather(data)) {
        return false;
      }
      int status = answer.status();
      if (status / 100 == 2) {
        return true;
      }
      fail(TunnelFailure.refused(proxy, relay, status, answer.retryAfter()));
    } catch (TunnelAnswer.NoAnswerException e) {
      fail(TunnelFailure.noAnswer(proxy, String.valueOf(e.getMessage())));
    }
    return false;
  }

  private void fail(WsrException why) {
    over = true;
    failed.accept(why);
  }
}
