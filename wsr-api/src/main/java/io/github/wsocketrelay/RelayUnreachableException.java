package io.github.wsocketrelay;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No link to the relay could be made, or it broke. Trying again later may help. */
public final class RelayUnreachableException extends WsrException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /**
   * Makes an exception.
   *
   * @param message what happened, to which relay, and the mend
   * @param cause the cause, or null when there is none
   */
  public RelayUnreachableException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  /**
   * Makes an exception that says when to try again.
   *
   * @param message what happened, to which relay, and the mend
   * @param cause the cause, or null when there is none
   * @param retryAfter when another attempt may succeed, as told by what answered; null when not
   *     told
   */
  public RelayUnreachableException(
      String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /**
   * When another attempt may succeed, if the relay, or a proxy before it, told it. It may be any
   * time that is not negative, also one without end: whoever waits for it needs a limit.
   *
   * @return the time from the failure on
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
