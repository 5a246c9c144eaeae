package io.github.wsocketrelay.metrics;

import io.github.wsocketrelay.LinkTimes;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayStats;
import io.github.wsocketrelay.TimeHistogram;
import io.github.wsocketrelay.TrafficStats;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.module.ModuleDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The metrics of a relay, all of which begin with {@code wsr_relay_}. They are read from {@link
 * RelayServer#stats()} at each scrape and cost nothing in between. No label has a server, an ID or
 * an address in it. Safe for use by many threads.
 *
 * <p>What there is: {@code build_info{version}}; now open: {@code servers}, {@code links{role}},
 * {@code tunnels}; since the start: {@code datagrams_total{direction}}, {@code
 * bytes_total{direction}} of payload, {@code dropped_datagrams_total{reason}}, {@code
 * refusals_total{reason}}, {@code limit_hits_total{limit}}; histograms: {@code queue_age_seconds},
 * {@code write_seconds}, {@code link_rtt_seconds}; and {@code queued_bytes} and, with TLS of files,
 * {@code tls_certificate_expiry_timestamp_seconds}.
 */
public final class RelayMetrics implements MultiCollector {
  private static final String PREFIX = "wsr_relay_";

  private final RelayServer relay;

  private RelayMetrics(RelayServer relay) {
    this.relay = relay;
  }

  /**
   * Adds a relay's metrics to a registry, which holds those of one relay at a time: their names
   * would be the same.
   *
   * @param registry yours, or {@link PrometheusRegistry#defaultRegistry}
   * @param relay whose metrics
   * @return what {@link PrometheusRegistry#unregister(MultiCollector)} takes when the relay has
   *     ended; until then the last numbers stay
   * @throws IllegalArgumentException if the registry holds those of a relay already
   */
  public static RelayMetrics register(PrometheusRegistry registry, RelayServer relay) {
    RelayMetrics metrics = new RelayMetrics(relay);
    registry.register(metrics);
    return metrics;
  }

  /**
   * What all metrics are, by which a registry notices two relays.
   *
   * @return one for each
   */
  @Override
  public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
    return collect().stream()
        .map(metric -> MetricFamilyDescriptor.of(typeOf(metric), metric.getMetadata()))
        .toList();
  }

  private static MetricType typeOf(MetricSnapshot metric) {
    if (metric instanceof CounterSnapshot) {
      return MetricType.COUNTER;
    } else if (metric instanceof HistogramSnapshot) {
      return MetricType.HISTOGRAM;
    }
    return metric instanceof InfoSnapshot ? MetricType.INFO : MetricType.GAUGE;
  }

  /**
   * Reads all metrics.
   *
   * @return a snapshot
   */
  @Override
  public MetricSnapshots collect() {
    RelayStats stats = relay.stats();
    TrafficStats traffic = stats.traffic();
    LinkTimes times = traffic.linkTimes();
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    Stream.of(
            buildInfo(),
            gauge("servers", "Exposers that are registered now.", stats.servers()),
            links(stats),
            gauge("tunnels", "Tunnels that are open now.", traffic.openTunnels()),
            directions(
                "datagrams",
                "Datagrams that were read from links and written to links.",
                traffic.linkReceived(),
                traffic.linkSent()),
            directions(
                "bytes",
                "Payload in bytes of the datagrams that were read from links and written to links.",
                traffic.linkReceivedBytes(),
                traffic.linkSentBytes()),
            counts(
                "dropped_datagrams", "Datagrams that were lost here.", "reason", traffic.dropped()),
            counts(
                "refusals",
                "Sides that were refused, and links that were ended for the same.",
                "reason",
                stats.refusals()),
            counts("limit_hits", "How often each limit struck.", "limit", stats.limitHits()),
            gauge(
                "queued_bytes",
                "Memory in bytes of what waits, and of the room kept for more.",
                stats.heldBytes()),
            histogram(
                "queue_age_seconds",
                "For how long each datagram that was written to a link had waited here.",
                times.queueAge()),
            histogram(
                "write_seconds",
                "How long it took until the operating system had a message with datagrams.",
                times.write()),
            histogram(
                "link_rtt_seconds",
                "Round trips to the other ends of links, as acknowledgements of datagrams tell.",
                times.roundTrip()))
        .forEach(metrics::metricSnapshot);
    stats
        .certificateExpiry()
        .ifPresent(
            expiry ->
                metrics.metricSnapshot(
                    gauge(
                        "tls_certificate_expiry_timestamp_seconds",
                        "When the first certificate of the relay's chain expires, in Unix time.",
                        expiry.getEpochSecond())));
    return metrics.build();
  }

  private static InfoSnapshot buildInfo() {
    return InfoSnapshot.builder()
        .name(PREFIX + "build")
        .help("The version of WSocketRelay.")
        .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of("version", version())).build())
        .build();
  }

  /** On the module path the jar's module has it, on the class path its manifest may. */
  private static String version() {
    ModuleDescriptor module = RelayMetrics.class.getModule().getDescriptor();
    String packaged = RelayMetrics.class.getPackage().getImplementationVersion();
    return module == null
        ? (packaged == null ? "unknown" : packaged)
        : module.rawVersion().orElse("unknown");
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static GaugeSnapshot links(RelayStats stats) {
    return GaugeSnapshot.builder()
        .name(PREFIX + "links")
        .help("Links that are open now, those that have asked for nothing yet included.")
        .dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("role", "exposer"))
                .value(stats.exposerLinks())
                .build())
        .dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("role", "connector"))
                .value(stats.connectorLinks())
                .build())
        .build();
  }

  private static CounterSnapshot directions(String name, String help, long received, long sent) {
    return CounterSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(count("direction", "received", received))
        .dataPoint(count("direction", "sent", sent))
        .build();
  }

  private static CounterSnapshot counts(
      String name, String help, String label, Map<? extends Enum<?>, Long> counts) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(PREFIX + name).help(help);
    counts.forEach((key, value) -> counter.dataPoint(count(label, word(key), value)));
    return counter.build();
  }

  private static CounterDataPointSnapshot count(String label, String word, long value) {
    return CounterDataPointSnapshot.builder()
        .labels(Labels.of(label, word))
        .value((double) value)
        .build();
  }

  /** As the command lines and the protocol write it. */
  private static String word(Enum<?> key) {
    return key.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static HistogramSnapshot histogram(String name, String help, TimeHistogram times) {
    Stream<Double> bounds =
        Stream.concat(
            times.bounds().stream().map(RelayMetrics::seconds),
            Stream.of(Double.POSITIVE_INFINITY));
    return HistogramSnapshot.builder()
        .name(PREFIX + name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(
                    ClassicHistogramBuckets.of(bounds.toList(), times.counts()))
                .sum(seconds(times.sum()))
                .build())
        .build();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
