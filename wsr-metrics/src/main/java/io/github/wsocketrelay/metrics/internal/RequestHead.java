package io.github.wsocketrelay.metrics.internal;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param path without a query
 * @param accept which formats the client takes; null where it does not say
 */
record RequestHead(String method, String path, @Nullable String accept) {

  /** Reads a head without its empty line; null for what is none. */
  static @Nullable RequestHead parse(String text) {
    List<String> lines = text.lines().toList();
    String[] request = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    if (request.length != 3 || !request[1].startsWith("/") || !request[2].startsWith("HTTP/1.")) {
      return null;
    }
    String accept =
        lines.stream()
            .skip(1)
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("accept:"))
            .map(line -> line.substring("accept:".length()).strip())
            .findFirst()
            .orElse(null);
    return new RequestHead(request[0], request[1].replaceFirst("\\?.*", ""), accept);
  }
}
