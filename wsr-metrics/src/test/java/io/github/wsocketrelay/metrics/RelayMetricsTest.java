package io.github.wsocketrelay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.wsocketrelay.metrics.testing.Exposition;
import io.github.wsocketrelay.metrics.testing.FakeRelay;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final FakeRelay relay = new FakeRelay();

  private Exposition scrape() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return Exposition.parse(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void tellWhatTheRelayIs() throws IOException {
    RelayMetrics.register(registry, relay);
    Exposition seen = scrape();
    assertThat(seen.value("wsr_relay_servers")).isEqualTo(1);
    assertThat(seen.value("wsr_relay_links{role=\"exposer\"}")).isEqualTo(2);
    assertThat(seen.value("wsr_relay_links{role=\"connector\"}")).isEqualTo(30);
    assertThat(seen.value("wsr_relay_tunnels")).isEqualTo(29);
    assertThat(seen.value("wsr_relay_queued_bytes")).isEqualTo(4_096);
    assertThat(seen.names()).contains("wsr_relay_build_info");
  }

  @Test
  void countWhatItHasDone() throws IOException {
    RelayMetrics.register(registry, relay);
    Exposition seen = scrape();
    assertThat(seen.value("wsr_relay_datagrams_total{direction=\"received\"}")).isEqualTo(100);
    assertThat(seen.value("wsr_relay_datagrams_total{direction=\"sent\"}")).isEqualTo(90);
    assertThat(seen.value("wsr_relay_bytes_total{direction=\"received\"}")).isEqualTo(120_000);
    assertThat(seen.value("wsr_relay_bytes_total{direction=\"sent\"}")).isEqualTo(110_000);
    assertThat(seen.value("wsr_relay_dropped_datagrams_total{reason=\"queue-full\"}")).isEqualTo(7);
    assertThat(seen.value("wsr_relay_refusals_total{reason=\"too-slow\"}")).isEqualTo(5);
    assertThat(seen.value("wsr_relay_refusals_total{reason=\"taken\"}")).isZero();
    assertThat(seen.value("wsr_relay_limit_hits_total{limit=\"descriptor-percent\"}")).isEqualTo(2);
  }

  @Test
  void haveTimesInSecondsWithBucketsThatAddUp() throws IOException {
    RelayMetrics.register(registry, relay);
    Exposition seen = scrape();
    assertThat(seen.value("wsr_relay_queue_age_seconds_bucket{le=\"5.0E-5\"}")).isEqualTo(10);
    assertThat(seen.value("wsr_relay_queue_age_seconds_bucket{le=\"0.025\"}")).isEqualTo(10);
    assertThat(seen.value("wsr_relay_queue_age_seconds_bucket{le=\"+Inf\"}")).isEqualTo(11);
    assertThat(seen.value("wsr_relay_queue_age_seconds_sum")).isEqualTo(1.5);
    assertThat(seen.value("wsr_relay_link_rtt_seconds_count")).isEqualTo(11);
    assertThat(seen.value("wsr_relay_write_seconds_count")).isZero();
  }

  @Test
  void tellWhenTheCertificateExpiresWhereThatIsKnown() throws IOException {
    RelayMetrics.register(registry, relay);
    String name = "wsr_relay_tls_certificate_expiry_timestamp_seconds";
    assertThat(scrape().names()).doesNotContain(name);
    relay.certificateExpiry = Optional.of(Instant.ofEpochSecond(1_800_000_000));
    assertThat(scrape().value(name)).isEqualTo(1_800_000_000);
  }

  @Test
  void aRegistryHoldsOneRelayAtATime() throws IOException {
    RelayMetrics first = RelayMetrics.register(registry, relay);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayMetrics.register(registry, new FakeRelay()));
    registry.unregister(first);
    RelayMetrics.register(registry, new FakeRelay());
    assertThat(scrape().value("wsr_relay_servers")).isEqualTo(1);
  }
}
