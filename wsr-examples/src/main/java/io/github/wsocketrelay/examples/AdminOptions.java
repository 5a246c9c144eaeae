package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
  @Between(least = "0", most = "3600", example = "20")
  private @Nullable Integer drainSeconds;

  /** Opens the port, if there is to be one. */
  Optional<RelayAdmin> open(CommandSpec command) {
    if (port == null && (bind != null || drainSeconds != null)) {
      throw new IllegalArgumentException(
          (bind != null ? "--admin-bind" : "--drain-seconds")
              + " needs --admin-port: give that too, or leave it out");
    }
    if (port == null) {
      return Optional.empty();
    }
    InetSocketAddress address = new InetSocketAddress(bind == null ? LOOPBACK : bind, port);
    return Optional.of(Values.read(command, "admin-bind", () -> RelayAdmin.open(address)));
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
