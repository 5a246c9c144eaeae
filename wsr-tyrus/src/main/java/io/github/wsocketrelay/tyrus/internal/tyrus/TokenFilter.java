package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.AccessToken;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Puts the access token into the upgrade request once that is bytes: Tyrus and Grizzly log requests
 * with all their headers where someone asks them to. Right below the filter for HTTP, for one
 * connection.
 */
final class TokenFilter extends BaseFilter {
  private final AccessToken token;
  private boolean put; // the upgrade is the first that is written

  TokenFilter(AccessToken token) {
    this.token = token;
  }

  @Override
  public NextAction handleWrite(FilterChainContext context) {
    if (!put) {
      put = true;
      Buffer request = context.getMessage();
      String head = request.toStringContent(StandardCharsets.ISO_8859_1);
      int headers = head.indexOf("\r\n") + 2;
      String changed =
          head.substring(0, headers)
              + "Authorization: Bearer "
              + token.text()
              + "\r\n"
              + head.substring(headers);
      request.tryDispose();
      context.setMessage(
          Buffers.wrap(context.getMemoryManager(), changed.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return context.getInvokeAction();
  }
}
