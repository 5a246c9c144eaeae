package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.NIOTransport;

/**
 * Answers what is no WebSocket handshake, and handshakes when there are too many links, or too many
 * newcomers from where a proxy says that this one is from. A connection has one request: when it
 * was answered and is no WebSocket, it is closed. But for the page, answers have no body and tell
 * nothing of the request or of what runs here. Right above HTTP.
 */
final class HttpGate extends BaseFilter implements AddOn {
  private static final Attribute<Boolean> ASKED =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HttpGate.class.getName());

  private static final int TOO_MANY_REQUESTS = 429;
  private static final String RETRY_SECONDS = "10";

  private final Limits<RelayLimit> limits;
  private final OpenConnections links;
  private final ForwardedFor forwarded;
  private final Optional<PageAnswer> page;

  HttpGate(
      Limits<RelayLimit> limits,
      OpenConnections links,
      ForwardedFor forwarded,
      Optional<PageAnswer> page) {
    this.limits = limits;
    this.links = links;
    this.forwarded = forwarded;
    this.page = page;
  }

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    chain.add(chain.indexOfType(HttpServerFilter.class) + 1, this);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    Connection<?> connection = context.getConnection();
    if (ASKED.isSet(connection)) {
      return context.getStopAction();
    }
    ASKED.set(connection, true);
    closeAfterAnswer((NIOConnection) connection);
    HttpContent content = context.getMessage();
    HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
    int status = HttpRules.judge(request, page.isPresent(), content.getContent().hasRemaining());
    if (status == HttpRules.GOES_ON && !mayStay(connection, clientOf(connection, request))) {
      status = TOO_MANY_REQUESTS;
    }
    if (status == HttpRules.GOES_ON) {
      return context.getInvokeAction();
    }
    if (status == HttpRules.OK) {
      InetAddress peer = ((InetSocketAddress) connection.getPeerAddress()).getAddress();
      page.orElseThrow().answer(context, request, forwarded.isTrusted(peer));
    } else {
      answer(context, request.getResponse(), status);
    }
    return context.getStopAction();
  }

  private boolean mayStay(Connection<?> connection, InetSocketAddress client) {
    if (links.size() >= limits.of(RelayLimit.LINKS)) {
      limits.hit(RelayLimit.LINKS, client);
      return false;
    }
    Arrivals.Arrival arrival = Arrivals.of(connection);
    return arrival == null || arrival.isFrom(client);
  }

  private InetSocketAddress clientOf(Connection<?> connection, HttpRequestPacket request) {
    List<String> told = new ArrayList<>();
    request.getHeaders().values(ForwardedFor.HEADER).forEach(told::add);
    return forwarded.clientOf((InetSocketAddress) connection.getPeerAddress(), told);
  }

  private static void answer(FilterChainContext context, HttpResponsePacket response, int status) {
    response.setProtocol(Protocol.HTTP_1_1);
    response.setStatus(status);
    response.setContentLength(0);
    response.setHeader(Header.Connection, "close");
    switch (status) {
      case HttpRules.WRONG_METHOD -> response.setHeader(Header.Allow, "GET, HEAD");
      case HttpRules.UPGRADE_REQUIRED -> {
        response.setReasonPhrase("Upgrade Required"); // Grizzly has none for it.
        response.setHeader(Header.Upgrade, "websocket");
        response.setHeader(Header.Connection, "upgrade, close");
      }
      case TOO_MANY_REQUESTS -> response.setHeader("Retry-After", RETRY_SECONDS);
      default -> {}
    }
    context.write(HttpContent.builder(response).last(true).build());
  }

  /** The selector's thread does this next, when it has handled the request. */
  private void closeAfterAnswer(NIOConnection connection) {
    NIOTransport transport = (NIOTransport) connection.getTransport();
    transport
        .getSelectorHandler()
        .enque(
            connection.getSelectorRunner(),
            () -> {
              if (!links.contains(connection)) {
                connection.closeSilently(); // After what is being written.
              }
              return true;
            },
            null);
  }
}
