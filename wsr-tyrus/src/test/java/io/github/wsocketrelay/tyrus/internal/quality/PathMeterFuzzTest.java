package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Whatever the other end reports, values stay within their ranges, and the own report short. */
class PathMeterFuzzTest {
  private static final int STEP_BYTES = Report.BYTES + 2;

  @FuzzTest(maxDuration = "10m")
  void valuesStayWithinTheirRanges(byte[] input) {
    ManualTicker ticker = new ManualTicker();
    PathMeter meter = new PathMeter(ticker);
    for (ByteBuffer rest = ByteBuffer.wrap(input); rest.remaining() > 2; ) {
      ticker.advance(Duration.ofMillis(rest.getShort() & 0xffff));
      int length = Math.min(rest.remaining(), STEP_BYTES - 2);
      meter.received();
      boolean taken = meter.take(rest.slice(rest.position(), length));
      assertThat(taken).isEqualTo(length == Report.BYTES);
      rest.position(rest.position() + length);
      assertThat(meter.report().remaining()).isEqualTo(Report.BYTES);
      check(meter.quality(Optional.empty()));
    }
  }

  private static void check(PathQuality quality) {
    quality.rtt().ifPresent(rtt -> assertThat(rtt).isBetween(Duration.ZERO, Duration.ofMinutes(1)));
    quality.jitter().ifPresent(jitter -> assertThat(jitter.isNegative()).isFalse());
    quality.sendLoss().ifPresent(loss -> assertThat(loss).isBetween(0.0, 1.0));
    quality.receiveLoss().ifPresent(loss -> assertThat(loss).isBetween(0.0, 1.0));
  }
}
