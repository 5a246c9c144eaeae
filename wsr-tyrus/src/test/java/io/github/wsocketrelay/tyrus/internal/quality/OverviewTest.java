package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.PathQuality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OverviewTest {
  private static final Optional<Duration> LINK = Optional.of(Duration.ofMillis(5));

  private static PathQuality tunnel(int rttMillis, double loss) {
    return new PathQuality(
        LINK,
        Optional.of(Duration.ofMillis(rttMillis)),
        Optional.of(Duration.ofMillis(rttMillis / 10)),
        OptionalDouble.of(loss),
        OptionalDouble.of(loss / 2));
  }

  @Test
  void hasMediansOfTimesAndMeansOfLosses() {
    assertThat(
            Overview.of(
                LINK,
                List.of(tunnel(200, 0.1), tunnel(30, 0), tunnel(50, 0.2), PathQuality.UNKNOWN)))
        .isEqualTo(
            new PathQuality(
                LINK,
                Optional.of(Duration.ofMillis(50)),
                Optional.of(Duration.ofMillis(5)),
                OptionalDouble.of((0.1 + 0.2) / 3),
                OptionalDouble.of((0.05 + 0.1) / 3)));
  }

  @Test
  void hasTheLinksAloneWithoutTunnels() {
    assertThat(Overview.of(LINK, List.of())).isEqualTo(PathMeter.linkOnly(LINK));
  }
}
