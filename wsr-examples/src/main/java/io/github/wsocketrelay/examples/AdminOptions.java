package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The port for those who watch over a relay, and how it ends under a load balancer. */
@Command(optionListHeading = "%nWatching over it:%n")
final class AdminOptions {
  private static final String LOOPBACK = "127.0.0.1";

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description =
          "Answer /healthz, /readyz and, for Prometheus, /metrics on this TCP port; 0 lets the"
              + " system choose. Default: none.")
  private @Nullable Integer port;

  @Option(
      names = "--admin-bind",
      paramLabel = "ADDRESS",
      description =
          "The local address of that port; who reaches it can read it. Default: " + LOOPBACK + ".")
  private @Nullable String bind;

  @Option(
      names = "--drain-seconds",
      paramLabel = "SECONDS",
      description =
          "Once told to end, go on for so long with /readyz answering 503, so that a load balancer"
              + " sends the sides elsewhere; needs --admin-port. Default: 0.")
  private @Nullable Integer drainSeconds;

  /** Opens the port, if there is to be one. */
  Optional<RelayAdmin> open() {
    if (drainSeconds != null && (drainSeconds < 0 || drainSeconds > 3_600)) {
      throw new IllegalArgumentException(
          "--drain-seconds must be from 0 to 3600, not " + drainSeconds);
    } else if (port == null && (bind != null || drainSeconds != null)) {
      throw new IllegalArgumentException(
          (bind != null ? "--admin-bind" : "--drain-seconds") + " needs --admin-port");
    }
    return port == null
        ? Optional.empty()
        : Optional.of(RelayAdmin.open(new InetSocketAddress(bind == null ? LOOPBACK : bind, port)));
  }

  /** Ends a relay that was watched. */
  void close(RelayAdmin admin, RelayServer relay, Screen screen) {
    admin.drain();
    Duration drain = Duration.ofSeconds(drainSeconds == null ? 0 : drainSeconds);
    if (!drain.isZero()) {
      screen.event(
          Event.of("draining").with("seconds", drain.toSeconds()),
          "draining for " + DurationConverter.text(drain));
      await(drain);
    }
    relay.close();
  }

  private static void await(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
