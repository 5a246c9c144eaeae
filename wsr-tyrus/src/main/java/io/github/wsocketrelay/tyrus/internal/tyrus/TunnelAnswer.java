package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the head of a proxy's answer to CONNECT, byte by byte as it comes, and never more than
 * {@value #MOST_BYTES} bytes. What follows the head is left alone: after a success it is the
 * tunnel's (RFC 9110, 9.3.6), whatever lengths the head tells.
 */
final class TunnelAnswer {
  static final int MOST_BYTES = 16 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final byte[] head = new byte[MOST_BYTES];
  private int length; // of all heads so far
  private int begin; // of the last head: those of interim answers are before it
  private boolean whole;

  /** Whether something that cannot become an answer has come. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String what) {
      super(what);
    }
  }

  /**
   * Takes what has come, up to the end of the head.
   *
   * @return whether the head is whole; the rest of the data then is the tunnel's
   * @throws NoAnswerException saying what came instead of an answer
   */
  boolean gather(ByteBuffer data) throws NoAnswerException {
    while (data.hasRemaining() && !whole) {
      if (length == MOST_BYTES) {
        throw new NoAnswerException("an answer of more than " + MOST_BYTES + " bytes");
      }
      head[length++] = data.get();
      if (isEndOfHead()) {
        status();
        whole = !isInterim();
        begin = whole ? begin : length;
      } else if (length - begin == "HTTP/".length() && !text().equals("HTTP/")) {
        throw new NoAnswerException("something that is no HTTP");
      }
    }
    return whole;
  }

  private boolean isEndOfHead() {
    if (length - begin < 2 || head[length - 1] != '\n') {
      return false;
    }
    int before = head[length - 2] == '\r' ? length - 3 : length - 2; // A line may end with LF only.
    return before >= begin && head[before] == '\n';
  }

  private boolean isInterim() throws NoAnswerException {
    return status() < 200;
  }

  /** The status, once the head is whole. */
  int status() throws NoAnswerException {
    Matcher line = STATUS.matcher(text().lines().findFirst().orElse(""));
    if (!line.matches()) {
      throw new NoAnswerException("something that is no HTTP/1.1");
    }
    return Integer.parseInt(line.group(1));
  }

  /** When the proxy wants to be asked again, if it tells. */
  @Nullable Duration retryAfter() {
    return RetryAfter.parse(field("Retry-After").orElse(null), field("Date").orElse(null));
  }

  private Optional<String> field(String name) {
    return text()
        .lines()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1))
        .findFirst();
  }

  private String text() {
    return new String(head, begin, length - begin, StandardCharsets.ISO_8859_1);
  }
}
