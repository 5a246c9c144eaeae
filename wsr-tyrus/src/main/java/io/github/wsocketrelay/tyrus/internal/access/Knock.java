package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.Use;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake says of who comes, and for what.
 *
 * @param peer where the connection is from
 * @param headers of the request, by their names in any case
 * @param query what follows the question mark; null without one
 * @param certificates what TLS has verified
 */
public record Knock(
    Use use,
    String tag,
    InetSocketAddress peer,
    Map<String, List<String>> headers,
    @Nullable String query,
    List<X509Certificate> certificates) {

  /** All values of a header. */
  public List<String> values(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  /** Shows nothing that was sent: headers and the query may hold a token. */
  @Override
  public String toString() {
    return use + " from " + peer;
  }
}
