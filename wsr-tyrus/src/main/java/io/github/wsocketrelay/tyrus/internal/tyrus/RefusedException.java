package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upgrade was answered with a status other than 101, or not to what was asked for. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Duration retryAfter;

  RefusedException(int status, @Nullable Duration retryAfter) {
    super("HTTP " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  /** When to ask again, if the answer told it. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
