package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.page.RelayPage;
import java.util.Optional;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Answers a request for the relay's page.
 *
 * @param page what is shown
 * @param publicHost the relay's host as sides dial it, if that is not the request's
 * @param tls whether the listener does TLS itself
 */
public record PageAnswer(RelayPage page, Optional<String> publicHost, boolean tls) {
  private static final String FORWARDED_SCHEME = "X-Forwarded-Proto";

  /** Writes it. A trusted proxy's word on how it was asked counts. */
  void answer(FilterChainContext context, HttpRequestPacket request, boolean behindTrustedProxy) {
    byte[] body = page.render(address(request, behindTrustedProxy));
    HttpResponsePacket response = request.getResponse();
    response.setProtocol(Protocol.HTTP_1_1);
    response.setStatus(HttpRules.OK);
    response.setHeader(Header.ContentType, "text/html; charset=utf-8");
    response.setContentLength(body.length);
    response.setHeader(Header.CacheControl, "no-store");
    response.setHeader("Content-Security-Policy", page.contentSecurityPolicy());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader(Header.Connection, "close");
    HttpContent.Builder<?> content = HttpContent.builder(response).last(true);
    if (!Method.HEAD.equals(request.getMethod())) {
      Buffer buffer = Buffers.wrap(context.getMemoryManager(), body);
      content.content(buffer);
    }
    context.write(content.build());
  }

  private String address(HttpRequestPacket request, boolean behindTrustedProxy) {
    boolean secure =
        tls
            || (behindTrustedProxy
                && "https".equalsIgnoreCase(request.getHeader(FORWARDED_SCHEME)));
    String host = publicHost.orElseGet(() -> request.getHeader(Header.Host));
    return (secure ? "wss://" : "ws://") + host;
  }
}
