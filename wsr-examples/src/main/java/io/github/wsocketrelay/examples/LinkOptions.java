package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ExposerBuilder;
import io.github.wsocketrelay.ReconnectPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What exposer and connector alike can be told of their link to the relay. */
@Command(optionListHeading = "%nLink to the relay:%n")
final class LinkOptions {
  @Option(
      names = "--start-timeout",
      paramLabel = "TIME",
      description =
          "How long the relay may take to answer at the start. Default: ${DEFAULT-VALUE}.")
  @Between(least = "100ms", most = "10m", example = "15s")
  private Duration startTimeout = ExposerBuilder.DEFAULT_START_TIMEOUT;

  @Option(
      names = "--wait-for-relay",
      paramLabel = "TIME",
      description =
          "How long to keep trying at the start when the relay is away. Default: one attempt.")
  @Between(least = "0s", most = "365d", example = "5m")
  private Duration waitForRelay = Duration.ZERO;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      description =
          "End when the relay was away for this long, 0s for at once. Default: try for ever.")
  @Between(least = "0s", most = "365d", example = "1h")
  private @Nullable Duration giveUpAfter;

  Duration startTimeout() {
    return startTimeout;
  }

  Duration waitForRelay() {
    return waitForRelay;
  }

  ReconnectPolicy reconnect() {
    ReconnectPolicy forEver = ReconnectPolicy.FOR_EVER;
    return giveUpAfter == null ? forEver : forEver.givingUpAfter(giveUpAfter);
  }
}
