package io.github.wsocketrelay.tyrus.internal.quality;

import io.github.wsocketrelay.PathQuality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the paths of an exposer's tunnels are like together. */
public final class Overview {
  private Overview() {}

  /** Medians of times, means of losses, each over the tunnels of which it is known. */
  public static PathQuality of(Optional<Duration> linkRtt, List<PathQuality> tunnels) {
    return new PathQuality(
        linkRtt,
        median(tunnels, PathQuality::rtt),
        median(tunnels, PathQuality::jitter),
        mean(tunnels, PathQuality::sendLoss),
        mean(tunnels, PathQuality::receiveLoss));
  }

  /** Of two in the middle the longer one. */
  private static Optional<Duration> median(
      List<PathQuality> of, Function<PathQuality, Optional<Duration>> value) {
    List<Duration> sorted =
        of.stream().flatMap(each -> value.apply(each).stream()).sorted().toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }

  private static OptionalDouble mean(
      List<PathQuality> of, Function<PathQuality, OptionalDouble> value) {
    return of.stream().flatMapToDouble(each -> value.apply(each).stream()).average();
  }
}
