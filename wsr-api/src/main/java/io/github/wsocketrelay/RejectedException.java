package io.github.wsocketrelay;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The relay, or the exposer behind it, refused; {@link #reason()} says why. */
public final class RejectedException extends WsrException {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;
  private final @Nullable Duration retryAfter;

  /**
   * Makes an exception.
   *
   * @param message what was refused and the mend
   * @param reason why
   * @param retryAfter when another attempt may succeed, as told by the relay; null when not told
   */
  public RejectedException(String message, RejectReason reason, @Nullable Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /**
   * Why it was refused.
   *
   * @return the reason
   */
  public RejectReason reason() {
    return reason;
  }

  /**
   * When another attempt may succeed, if the relay told it.
   *
   * @return the time from the refusal on
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
