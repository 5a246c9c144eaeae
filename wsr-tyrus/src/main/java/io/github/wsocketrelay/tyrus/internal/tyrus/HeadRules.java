package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request may look like. Grizzly takes nearly anything, and Tyrus answers what
 * it did not foresee with 500, or with an exception that is logged as a warning.
 */
final class HeadRules {
  /** RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** RFC 9110, section 5.5: tabs are the only control characters that are allowed. */
  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final int KEY_BYTES = 16;

  private HeadRules() {}

  /** Whether names are names, and values are free of control characters. */
  static boolean isPlain(MimeHeaders headers) {
    for (int i = 0; i < headers.size(); i++) {
      if (!TOKEN.matcher(headers.getName(i).toString()).matches()
          || FORBIDDEN.matcher(headers.getValue(i).toString()).find()) {
        return false;
      }
    }
    return true;
  }

  /** Whether path and query can be read: no half of an encoded character, and no control one. */
  static boolean isAddress(String path, @Nullable String query) {
    try {
      URI address = new URI(query == null ? path : path + "?" + query);
      return address.getRawPath() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether an upgrade is asked for in the way of RFC 6455, section 4.2.1, but for the version. */
  static boolean isHandshake(MimeHeaders headers) {
    String upgrade = only(headers, "Upgrade");
    String key = only(headers, "Sec-WebSocket-Key");
    return upgrade != null && key != null && isKey(key) && asksForUpgrade(headers);
  }

  private static boolean asksForUpgrade(MimeHeaders headers) {
    for (String value : headers.values(Header.Connection)) {
      for (String option : COMMA.split(value.trim(), -1)) {
        if (option.equalsIgnoreCase("upgrade")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key.trim()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The one value of this name; null if there is none, or more. */
  private static @Nullable String only(MimeHeaders headers, String name) {
    Iterator<String> values = headers.values(name).iterator();
    String first = values.hasNext() ? values.next() : null;
    return values.hasNext() ? null : first;
  }
}
