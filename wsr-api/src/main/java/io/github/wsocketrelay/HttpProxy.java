package io.github.wsocketrelay;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP proxy through which a relay is reached, with CONNECT (RFC 9110, 9.3.6). Immutable.
 *
 * @param host its name or address
 * @param port its port
 * @param user for Basic authentication (RFC 7617); empty for none
 * @param password the user's password
 */
public record HttpProxy(String host, int port, String user, String password) {
  private static final int USUAL_PORT = 80;

  /**
   * Checks what is given.
   *
   * @param host its name or address
   * @param port its port
   * @param user for Basic authentication (RFC 7617); empty for none
   * @param password the user's password
   */
  public HttpProxy {
    Checks.port(port, "the proxy's port");
    if (host.isBlank()) {
      throw new IllegalArgumentException("the proxy's host is missing: write http://host:port");
    }
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a proxy's user must not have a colon (RFC 7617)");
    }
  }

  /**
   * A proxy without authentication.
   *
   * @param host its name or address
   * @param port its port
   */
  public HttpProxy(String host, int port) {
    this(host, port, "", "");
  }

  /**
   * Reads a proxy's address.
   *
   * @param text {@code http://host:port}, {@code http://user:password@host:port}, or without the
   *     scheme; user and password percent-encoded
   * @return the proxy
   * @throws IllegalArgumentException saying what is wrong, without a password
   */
  public static HttpProxy parse(String text) {
    String stripped = text.strip();
    URI uri;
    try {
      uri = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
    } catch (URISyntaxException e) {
      throw wrong("it is no address");
    }
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme)) {
      throw wrong(scheme == null ? "it has no scheme" : "its scheme is " + scheme);
    }
    if (uri.getHost() == null) {
      throw wrong("it names no host, or its port is no number");
    }
    boolean hasPath = !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/");
    if (hasPath || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(
          "there is more behind its host; in a user or a password, / is %2F, ? is %3F and # is %23");
    }
    String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    return new HttpProxy(
        uri.getHost(),
        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
        decoded(login[0]),
        login.length == 2 ? decoded(login[1]) : "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "this is no HTTP proxy, "
            + why
            + ": write http://host:port or http://user:password@host:port");
  }

  /** Shows where it is, and no login. */
  @Override
  public String toString() {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return "http://" + (bare ? "[" + host + "]" : host) + ":" + port;
  }
}
