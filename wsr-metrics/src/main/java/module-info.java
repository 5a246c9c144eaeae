/**
 * A relay's metrics for Prometheus, and its port for operators, which {@link
 * io.github.wsocketrelay.RelayAdmin#open(int)} finds.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Prometheus' jars
module io.github.wsocketrelay.metrics {
  requires transitive io.github.wsocketrelay;
  requires transitive io.prometheus.metrics.model;
  requires io.prometheus.metrics.instrumentation.jvm;
  requires io.prometheus.writer.text;
  requires static org.jspecify;

  exports io.github.wsocketrelay.metrics;

  provides io.github.wsocketrelay.spi.RelayAdminProvider with
      io.github.wsocketrelay.metrics.internal.AdminServerProvider;
}
