package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.io.InputStream;

/** Reads the heads of HTTP messages. */
final class Heads {
  private Heads() {}

  /** All up to the empty line, or to the end. */
  static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
