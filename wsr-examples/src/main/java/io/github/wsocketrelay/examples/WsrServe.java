package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.TrafficStats;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wsrserve}: runs a relay until it is told to end. */
@Command(
    name = "wsrserve",
    customSynopsis = "wsrserve [options] <listen port>",
    description = "Runs the relay: the server in the middle, which everybody can reach over HTTP.",
    footer = {
      "",
      "Examples:",
      "  wsrserve 8080                    for everybody who can reach this machine",
      "  wsrserve 8080 --bind 127.0.0.1   for this machine, or a reverse proxy on it",
      "  wsrserve 443 --cert fullchain.pem --key privkey.pem --tokens tokens.txt"
    })
public final class WsrServe implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "<listen port>",
      hideParamSyntax = true,
      converter = PortConverter.class,
      description = "The TCP port to listen on; 0 lets the system choose.")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The local address to listen on. Default: all.")
  private String bind = "";

  @Option(
      names = "--public-host",
      paramLabel = "HOST[:PORT]",
      description =
          "The relay's address as the others dial it, behind a proxy that rewrites the Host header.")
  private String publicHost = "";

  @Option(names = "--limits", description = "Show all limits with their defaults, and end.")
  private boolean showLimits;

  @Mixin private final RelayTlsOptions tls = new RelayTlsOptions();

  @Mixin private final RelayAccessOptions access = new RelayAccessOptions();

  @Mixin private final AdminOptions adminOptions = new AdminOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Ending ending = new Ending();

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrServe()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (showLimits) {
      LimitList.print(
          command.commandLine().getOut(),
          RelayLimit.class,
          RelayLimit::standard,
          RelayLimit::least,
          RelayLimit::most);
      return ExitCode.DONE;
    }
    int listenPort = requiredPort();
    Screen screen = common.openScreen();
    RelayServerBuilder builder = builder(listenPort, screen);
    Optional<RelayAdmin> admin = adminOptions.open(); // Before the relay, of whose start it tells.
    try (Shutdown shutdown = Shutdown.install(screen);
        RelayServer relay = builder.start()) {
      shutdown.closes(relay::close);
      screen.line("relay listening on " + AddressText.of(relay.localAddress()));
      admin.ifPresent(port -> watch(relay, port, shutdown, screen));
      warnIfOpen(screen);
      screen.line(
          "expose a server with: wsrexpose 0 %s<address of this machine>:%d <the server's port>"
              .formatted(tls.isOn() ? "wss://" : "", relay.localAddress().getPort()));
      StatusLine status =
          StatusLine.of(traffic -> clients(relay.servers(), traffic), relay::trafficStats);
      ending.await(() -> screen.status(status.next()));
      return ExitCode.DONE;
    } finally {
      admin.ifPresent(RelayAdmin::close);
      screen.status("");
    }
  }

  private void watch(RelayServer relay, RelayAdmin admin, Shutdown shutdown, Screen screen) {
    admin.watch(relay);
    shutdown.closes(() -> adminOptions.close(admin, relay, screen));
    screen.line(
        "health and metrics on http://%s/metrics, /healthz and /readyz"
            .formatted(AddressText.of(admin.localAddress())));
  }

  private void warnIfOpen(Screen screen) {
    if (access.isOpen()) {
      screen.warning(
          "everybody who reaches this relay can use it; --tokens lets in only whom you give a token");
    }
  }

  private int requiredPort() {
    if (port == null) {
      throw new IllegalArgumentException("missing required parameter: '<listen port>'");
    }
    return port;
  }

  private RelayServerBuilder builder(int listenPort, Screen screen) {
    RelayServerBuilder builder =
        RelayServer.builder()
            .port(listenPort)
            .listener(new Reporter(screen, common.verbose(), ending));
    access.applyTo(builder);
    tls.tls().ifPresent(builder::tls);
    if (!bind.isEmpty()) {
      builder.bind(bind);
    }
    if (!publicHost.isEmpty()) {
      builder.publicHost(publicHost);
    }
    return builder;
  }

  private static String clients(int servers, TrafficStats traffic) {
    return StatusLine.count(servers, "server")
        + ", "
        + StatusLine.count(traffic.openTunnels(), "tunnel");
  }

  /** Prints what happens to the relay. */
  private record Reporter(Screen screen, boolean verbose, Ending ending) implements RelayListener {
    @Override
    public void onServerRegistered(ServerRegistered event) {
      screen.line(
          "server %s registered from %s"
              .formatted(shown(event.tag()), AddressText.of(event.remoteAddress())));
    }

    @Override
    public void onServerUnregistered(ServerUnregistered event) {
      screen.line("server %s is gone".formatted(shown(event.tag())));
    }

    @Override
    public void onTunnelOpened(TunnelOpened event) {
      if (verbose) {
        screen.line(
            "tunnel from %s to server %s"
                .formatted(AddressText.of(event.remoteAddress()), shown(event.tag())));
      }
    }

    @Override
    public void onTunnelClosed(TunnelClosed event) {
      if (verbose) {
        screen.line(
            "tunnel from %s to server %s closed"
                .formatted(AddressText.of(event.remoteAddress()), shown(event.tag())));
      }
    }

    @Override
    public void onLimitReached(LimitReached event) {
      screen.warning(
          "limit %s reached%s; told once in 30 s"
              .formatted(
                  LimitNames.of(event.limit()),
                  event.remoteAddress().map(from -> " by " + AddressText.of(from)).orElse("")));
    }

    @Override
    public void onClosed(Closed event) {
      ending.ended(event.reason(), event.cause());
    }

    private static String shown(String tag) {
      return "#" + tag.substring(0, 6);
    }
  }
}
