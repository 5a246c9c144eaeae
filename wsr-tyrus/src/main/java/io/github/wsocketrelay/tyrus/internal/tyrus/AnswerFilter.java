package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayUnreachableException;
import java.util.function.Consumer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpClientFilter;
import org.glassfish.grizzly.http.HttpHeader;

/**
 * HTTP at a side's end. An answer that is too long, or no HTTP, ends the dial: Grizzly's own would
 * throw, which its chain logs as a warning with a stack trace, at each attempt. For one connection.
 */
final class AnswerFilter extends HttpClientFilter {
  private final String relay;
  private final Consumer<Throwable> failed;

  /**
   * Makes one.
   *
   * @param relay how errors name the relay
   * @param failed is told what is wrong
   */
  AnswerFilter(String relay, Consumer<Throwable> failed) {
    this.relay = relay;
    this.failed = failed;
  }

  @Override
  protected void onHttpHeaderError(HttpHeader header, FilterChainContext context, Throwable why) {
    fail(why);
  }

  @Override
  protected void onHttpContentError(HttpHeader header, FilterChainContext context, Throwable why) {
    fail(why);
  }

  private void fail(Throwable why) {
    failed.accept(
        new RelayUnreachableException(
            "what answers at %s sends HTTP that cannot be read, or too much of it: check the address and what is before the relay"
                .formatted(relay),
            why));
  }
}
