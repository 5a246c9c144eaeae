package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.ProtocolException;
import java.util.Optional;
import java.util.function.Consumer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;

/**
 * Looks at the first byte that the relay's end sends, below TLS and HTTP, which would only say that
 * they do not understand: whether it speaks what the address's scheme asks for. For one connection.
 */
final class FirstBytesFilter extends BaseFilter {
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private final String relay;
  private final boolean secure;
  private final Optional<HttpProxy> proxy;
  private final Consumer<Throwable> failed;
  private boolean seen; // the connection's thread only
  private boolean wrong; // the same

  /**
   * Makes one.
   *
   * @param relay how errors name the relay
   * @param secure whether TLS is expected, and else HTTP
   * @param failed is told at most once what came instead
   */
  FirstBytesFilter(
      String relay, boolean secure, Optional<HttpProxy> proxy, Consumer<Throwable> failed) {
    this.relay = relay;
    this.secure = secure;
    this.proxy = proxy;
    this.failed = failed;
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    Buffer buffer = context.getMessage();
    if (!seen && buffer.hasRemaining()) {
      seen = true;
      look(Byte.toUnsignedInt(buffer.get(buffer.position())));
    }
    if (wrong) {
      buffer.tryDispose();
      return context.getStopAction();
    }
    return context.getInvokeAction();
  }

  private void look(int first) {
    boolean tls = first == TLS_HANDSHAKE || first == TLS_ALERT;
    boolean http = first == 'H';
    if (secure ? tls : http) {
      return;
    }
    wrong = true;
    String where = relay + proxy.map(on -> " through the proxy at " + on).orElse("");
    failed.accept(
        new ProtocolException(
            tls
                ? "what answers at %s speaks TLS: use wss:// in its address".formatted(where)
                : http
                    ? "what answers at %s speaks HTTP without TLS: use ws:// in its address, or its port for TLS"
                        .formatted(where)
                    : "what answers at %s is no relay, it speaks neither TLS nor HTTP: check the address and the port"
                        .formatted(where),
            null));
  }
}
