package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import jakarta.websocket.CloseReason;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyWriter;
import org.glassfish.tyrus.core.MaskingKeyGenerator;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.Utils;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client connection between Grizzly and Tyrus: sends the upgrade request, hands the answer to
 * Tyrus' engine, and from then on what comes to a {@link FrameReader}. Reads are on the
 * connection's selector thread, its close on the thread that closes it.
 */
final class UpgradeFilter extends BaseFilter {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ClientEngine engine;
  private final UpgradeRequest request;
  private final MaskingKeyGenerator keys;
  private final CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
  private volatile org.glassfish.grizzly.@Nullable Connection<?> connection; // the one in use
  private volatile @Nullable Connection upgraded;
  private @Nullable FrameReader reader; // the connection's thread only
  private volatile boolean over; // refused, or closed before the answer

  UpgradeFilter(ClientEngine engine, UpgradeRequest request, MaskingKeyGenerator keys) {
    this.engine = engine;
    this.request = request;
    this.keys = keys;
  }

  /** The connection in use is this one of those that this filter may have been part of. */
  void begin(org.glassfish.grizzly.Connection<?> on) {
    connection = on;
    if (!on.isOpen()) {
      closed(on); // In between, on another thread.
    }
  }

  /** Asks for the upgrade. */
  void send() {
    org.glassfish.grizzly.Connection<?> on = connection;
    if (on != null) {
      Future<?> unused = on.write(HttpContent.builder(packet()).build());
    }
  }

  /** There will be no answer. */
  void fail(Throwable cause) {
    over = true;
    answered.completeExceptionally(cause);
  }

  private HttpRequestPacket packet() {
    URI uri = URI.create(request.getRequestUri());
    String query = uri.getRawQuery();
    HttpRequestPacket.Builder packet =
        HttpRequestPacket.builder()
            .protocol(Protocol.HTTP_1_1)
            .method(Method.GET)
            .uri(uri.getRawPath() + (query == null ? "" : "?" + query));
    for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
      packet.header(header.getKey(), String.join(", ", header.getValue()));
    }
    return packet.build();
  }

  /**
   * Completed when the answer has come and was dealt with; by a {@link RefusedException} where it
   * was no upgrade, and by what went wrong where none has come.
   */
  Future<?> answered() {
    return answered;
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    HttpContent content = context.getMessage();
    if (upgraded == null && !over) {
      upgrade(context, (HttpResponsePacket) content.getHttpHeader());
    }
    Buffer bytes = content.getContent();
    if (reader != null && bytes.hasRemaining()) {
      reader.handle(bytes.toByteBuffer());
    }
    content.recycle();
    return context.getStopAction();
  }

  /**
   * Whether an upgrade is to what was asked for: Tyrus opens a session with any subprotocol or
   * none, and with extensions that nobody asked for, which RFC 6455 forbids in section 4.1.
   */
  private static boolean isAsAsked(HttpResponsePacket answer) {
    MimeHeaders headers = answer.getHeaders();
    return WsrPaths.SUBPROTOCOL.equals(headers.getHeader("Sec-WebSocket-Protocol"))
        && !headers.contains("Sec-WebSocket-Extensions");
  }

  private void upgrade(FilterChainContext context, HttpResponsePacket answer) {
    if (answer.getStatus() == SWITCHING_PROTOCOLS && !isAsAsked(answer)) {
      fail(new RefusedException(SWITCHING_PROTOCOLS, null));
      return;
    }
    GrizzlyWriter writer = new GrizzlyWriter(context.getConnection());
    GrizzlyWire wire = new GrizzlyWire(context.getConnection(), keys);
    ClientEngine.ClientUpgradeInfo info =
        wire.open(() -> engine.processResponse(response(answer), writer, reason -> writer.close()));
    if (info.getUpgradeStatus() == ClientEngine.ClientUpgradeStatus.SUCCESS) {
      Connection made = info.createConnection();
      reader = new FrameReader(made.getReadHandler(), wire, FrameRules.NONE);
      ShortcutFilter.upgraded(context.getConnection(), reader);
      upgraded = made;
      if (over) {
        made.close(lost()); // In between, on another thread.
      }
      answered.complete(null);
    } else {
      over = true;
      refused(answer);
      writer.close();
    }
  }

  private void refused(HttpResponsePacket answer) {
    Duration retryAfter =
        RetryAfter.parse(answer.getHeader(Header.RetryAfter), answer.getHeader(Header.Date));
    answered.completeExceptionally(new RefusedException(answer.getStatus(), retryAfter));
  }

  private static UpgradeResponse response(HttpResponsePacket answer) {
    TyrusUpgradeResponse response = new TyrusUpgradeResponse();
    response.setStatus(answer.getStatus());
    response.setReasonPhrase(answer.getReasonPhrase());
    for (String name : answer.getHeaders().names()) {
      List<String> values =
          response.getHeaders().computeIfAbsent(name, unused -> new ArrayList<>());
      for (String value : answer.getHeaders().values(name)) {
        values.addAll(Utils.parseHeaderValue(value.trim()));
      }
    }
    return response;
  }

  @Override
  public NextAction handleClose(FilterChainContext context) {
    if (context.getConnection() == connection) {
      closed(context.getConnection());
    }
    return context.getStopAction();
  }

  private void closed(org.glassfish.grizzly.Connection<?> gone) {
    Connection open = upgraded;
    if (open != null) {
      open.close(lost());
    } else if (!over) {
      IOException early = new EOFException("the connection was closed before the answer");
      org.glassfish.grizzly.CloseReason why = gone.getCloseReason();
      early.initCause(why == null ? null : why.getCause());
      fail(early);
    }
  }

  private static CloseReason lost() {
    return new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, null);
  }
}
