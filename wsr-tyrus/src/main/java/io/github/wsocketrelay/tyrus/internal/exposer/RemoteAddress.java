package io.github.wsocketrelay.tyrus.internal.exposer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector's address as the relay writes it. Nothing is looked up. */
final class RemoteAddress {
  // What matches is an address or nothing: no name of it would be looked up.
  private static final String V6 = "[0-9a-fA-F]*:[0-9a-fA-F:.]*(?:%\\w+)?";
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String V4 = BYTE + "(?:\\." + BYTE + "){3}";
  private static final Pattern FORM =
      Pattern.compile("(?:\\[(" + V6 + ")]|(" + V4 + ")):(\\d{1,5})");
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
      return port > 65_535 ? UNKNOWN : new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }
}
