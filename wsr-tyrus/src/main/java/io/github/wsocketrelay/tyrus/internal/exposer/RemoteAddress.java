package io.github.wsocketrelay.tyrus.internal.exposer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector's address as the relay writes it. Nothing is looked up. */
final class RemoteAddress {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%\\w]+)]|([0-9.]+)):(\\d{1,5})");
  private static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

  private RemoteAddress() {}

  /** The address in the text, or an unresolved one named "unknown". */
  static InetSocketAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return UNKNOWN;
    }
    try {
      String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      int port = Integer.parseInt(matcher.group(3));
      return port > 65_535 ? UNKNOWN : new InetSocketAddress(literal(host), port);
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }

  private static InetAddress literal(String host) throws UnknownHostException {
    if (host.indexOf(':') < 0 && !host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getByName(host);
  }
}
