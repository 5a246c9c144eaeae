package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RoleState;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What is shown of states and figures. */
final class Words {
  private Words() {}

  static String of(RoleState state) {
    return state.name().charAt(0)
        + state.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A round trip, its variation and the loss, as far as they are known. */
  static String of(PathQuality quality) {
    StringBuilder words = new StringBuilder(millis("RTT", quality.rtt()));
    if (quality.rtt().isEmpty()) {
      words.append(millis("RTT to the relay", quality.linkRtt()));
    }
    words.append(millis("jitter", quality.jitter()));
    quality
        .loss()
        .ifPresent(loss -> words.append(String.format(Locale.ROOT, " · loss %.1f %%", 100 * loss)));
    return words.toString();
  }

  private static String millis(String what, Optional<Duration> time) {
    return time.map(
            it -> String.format(Locale.ROOT, " · %s %.1f ms", what, it.toNanos() / 1_000_000.0))
        .orElse("");
  }

  /** The message for a person of what went wrong. */
  static String of(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }
}
