package io.github.wsocketrelay.metrics.internal;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.metrics.RelayMetrics;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What operators are told. Safe for use by many threads. */
final class AdminPages {
  /** It looks after its links every second; what is slower than that is busy, for a while. */
  static final Duration LEFT_ALONE = Duration.ofSeconds(15);

  private static final Logger LOG = System.getLogger(AdminPages.class.getName());
  private static final String OK = "200 OK";
  private static final String UNAVAILABLE = "503 Service Unavailable";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private volatile @Nullable RelayServer relay;
  private volatile boolean draining;

  AdminPages() {
    // Not all that there are: what counts allocations listens to the collectors, for ever.
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  void watch(RelayServer watched) {
    synchronized (this) {
      if (relay != null) {
        throw new IllegalStateException("a relay is watched already: open a port for each relay");
      }
      relay = watched;
    }
    RelayMetrics.register(registry, watched);
  }

  void drain() {
    draining = true;
  }

  /** Answers a request; null stands for one that is none. */
  Answer answer(@Nullable RequestHead request) {
    if (request == null) {
      return Answer.text("400 Bad Request", "not HTTP/1.1");
    } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answer.text("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "only GET and HEAD");
    }
    try {
      return page(request);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a request on the admin port failed; please report this", e);
      return Answer.text("500 Internal Server Error", "failed: see the log");
    }
  }

  private Answer page(RequestHead request) {
    return switch (request.path()) {
      case "/healthz" -> verdict(illness());
      case "/readyz" -> verdict(unreadiness());
      case "/metrics" -> metrics(request.accept());
      default -> Answer.text("404 Not Found", "there are /healthz, /readyz and /metrics");
    };
  }

  private static Answer verdict(@Nullable String wrong) {
    return wrong == null ? Answer.text(OK, "ok") : Answer.text(UNAVAILABLE, wrong);
  }

  /** What only a restart mends; null for nothing. */
  private @Nullable String illness() {
    RelayServer watched = relay;
    if (watched == null || watched.state() == RoleState.CLOSING) {
      return null;
    } else if (watched.state() == RoleState.CLOSED) {
      return "closed";
    }
    Duration alone = watched.stats().sinceLook();
    return alone.compareTo(LEFT_ALONE) > 0
        ? "the relay has not looked after its links for %d s".formatted(alone.toSeconds())
        : null;
  }

  /** Why no new side should come; null for nothing. */
  private @Nullable String unreadiness() {
    RelayServer watched = relay;
    String ill = illness();
    if (ill != null) {
      return ill;
    } else if (draining || (watched != null && watched.state() != RoleState.RUNNING)) {
      return "draining";
    }
    return watched == null ? "starting" : null;
  }

  private Answer metrics(@Nullable String accept) {
    ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
    ExpositionFormatWriter writer = // Never protobuf: who asks for that takes text too.
        openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // From an array?
    }
    return new Answer(OK, writer.getContentType(), "", body.toByteArray());
  }
}
