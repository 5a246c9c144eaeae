package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.TrafficStats;
import java.net.InetSocketAddress;
import java.util.List;
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
    optionListHeading = "%nOptions:%n",
    exitCodeList = {
      "0:ended as wished, also by Ctrl-C or SIGTERM",
      HelpOptions.FAILED,
      HelpOptions.USAGE,
      "130:ended at once by a second Ctrl-C (143: SIGTERM)"
    },
    footer = {
      "  wsrserve 8080                    for everybody who can reach this machine",
      "  wsrserve 8080 --bind 127.0.0.1   for this machine, or a reverse proxy on it",
      "  wsrserve 443 --cert fullchain.pem --key privkey.pem --tokens tokens.txt"
    })
public final class WsrServe implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      descriptionKey = "listen-port",
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

  @Option(
      names = "--page",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Show people who open the relay's address in a browser how to host and how to join."
              + " Default: true; --no-page turns it off.")
  private boolean page;

  @Option(names = "--limits", description = "Show all limits with their defaults, and end.")
  private boolean showLimits;

  @Mixin private final RelayTlsOptions tls = new RelayTlsOptions();

  @Mixin private final RelayAccessOptions access = new RelayAccessOptions();

  @Mixin private final AdminOptions adminOptions = new AdminOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

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
    Screen screen = common.openScreen(output);
    RelayServerBuilder builder = builder(listenPort, screen);
    Optional<RelayAdmin> admin =
        adminOptions.open(command); // Before the relay, of whose start it tells.
    try (Shutdown shutdown = Shutdown.install(screen);
        RelayServer relay = builder.start()) {
      shutdown.closes(ending.after(relay::close));
      announce(relay.localAddress(), screen);
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
    shutdown.closes(ending.after(() -> adminOptions.close(admin, relay, screen)));
    String address = AddressText.of(admin.localAddress());
    screen.event(
        Event.of("admin").with("address", address),
        "health and metrics on http://%s/metrics, /healthz and /readyz".formatted(address));
  }

  private void announce(InetSocketAddress address, Screen screen) {
    String text = AddressText.of(address);
    screen.result(
        Event.of("listening")
            .with("address", text)
            .with("port", address.getPort())
            .with("tls", tls.isOn()),
        "relay listening on " + text);
  }

  private void warnIfOpen(Screen screen) {
    if (access.isOpen()) {
      screen.warning(
          "everybody who reaches this relay can use it; --tokens lets in only whom you give a token");
    }
  }

  private int requiredPort() {
    if (port == null) {
      throw CommandLines.missing(
          command.commandLine(), List.of(command.positionalParameters().get(0)));
    }
    return port;
  }

  private RelayServerBuilder builder(int listenPort, Screen screen) {
    RelayServerBuilder builder =
        RelayServer.builder()
            .port(listenPort)
            .listener(new RelayReport(screen, common.verbose(), ending));
    access.applyTo(builder, command);
    tls.tls().ifPresent(builder::tls);
    builder.page(page);
    if (!bind.isEmpty()) {
      Values.read(command, "bind", () -> builder.bind(bind));
    }
    if (!publicHost.isEmpty()) {
      Values.read(command, "public-host", () -> builder.publicHost(publicHost));
    }
    return builder;
  }

  private static String clients(int servers, TrafficStats traffic) {
    return StatusLine.count(servers, "server")
        + ", "
        + StatusLine.count(traffic.openTunnels(), "tunnel");
  }
}
