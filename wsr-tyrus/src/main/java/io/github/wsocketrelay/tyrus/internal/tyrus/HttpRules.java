package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.MimeHeaders;

/**
 * Which requests may go on to the WebSocket handshake, and which are for the page: strict, so that
 * no proxy reads another.
 */
final class HttpRules {
  static final int GOES_ON = 0;
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int WRONG_METHOD = 405;
  static final int UPGRADE_REQUIRED = 426;

  private static final String PAGE_PATH = "/";

  private HttpRules() {}

  /**
   * The status to answer a request with, {@link #OK} if it is for the page; or {@link #GOES_ON}.
   *
   * @param hasPage whether there is a page
   * @param hasMore whether more came than the request's head: who speaks before the answer has not
   *     read RFC 6455, section 4.1, or sends a body
   */
  static int judge(HttpRequestPacket request, boolean hasPage, boolean hasMore) {
    boolean forPage = hasPage && PAGE_PATH.equals(request.getRequestURI());
    boolean forHead = Method.HEAD.equals(request.getMethod());
    if (!forHead && !Method.GET.equals(request.getMethod())) {
      return WRONG_METHOD;
    }
    MimeHeaders headers = request.getHeaders();
    if (!Protocol.HTTP_1_1.getProtocolString().equals(request.getProtocolString())
        || count(headers, Header.Host) != 1
        || hasBody(headers)
        || count(headers, Header.TransferEncoding) > 0
        || !HeadRules.isPlain(headers)
        || !HeadRules.isAddress(request.getRequestURI(), request.getQueryString())) {
      return BAD_REQUEST;
    }
    if (forPage) {
      return hasMore ? BAD_REQUEST : OK;
    }
    String path = request.getRequestURI();
    if (!isBelow(WsrPaths.EXPOSE, path) && !isBelow(WsrPaths.CONNECT, path)) {
      return NOT_FOUND;
    }
    if (forHead || !"websocket".equalsIgnoreCase(headers.getHeader(Header.Upgrade))) {
      return UPGRADE_REQUIRED;
    }
    return hasMore || !HeadRules.isHandshake(headers) ? BAD_REQUEST : GOES_ON;
  }

  /** What is not goes past Tyrus to Grizzly, whose answer has a page that tells what runs here. */
  private static boolean isBelow(String parent, String path) {
    return path.startsWith(parent)
        && path.length() > parent.length()
        && path.indexOf('/', parent.length()) < 0;
  }

  /** Some clients say that they send nothing, such as that of the JDK. */
  private static boolean hasBody(MimeHeaders headers) {
    for (String length : headers.values(Header.ContentLength)) {
      if (!"0".equals(length)) {
        return true;
      }
    }
    return false;
  }

  private static int count(MimeHeaders headers, Header name) {
    int count = 0;
    for (String ignored : headers.values(name)) {
      count++;
    }
    return count;
  }
}
