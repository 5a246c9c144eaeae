package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.TrafficStats;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsrserve}: runs a relay until it is told to end. */
@Command(
    name = "wsrserve",
    customSynopsis = "wsrserve [options] <listen port>",
    description = "Runs the relay: the server in the middle, which everybody can reach over HTTP.",
    footer = {
      "",
      "Examples:",
      "  wsrserve 8080                    for everybody who can reach this machine",
      "  wsrserve 8080 --bind 127.0.0.1   for this machine, or a reverse proxy on it"
    })
public final class WsrServe implements Callable<Integer> {
  @Parameters(
      paramLabel = "<listen port>",
      converter = PortConverter.class,
      description = "The TCP port to listen on; 0 lets the system choose.")
  private int port;

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

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Ending ending = new Ending();

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrServe()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = common.openScreen();
    try (Shutdown shutdown = Shutdown.install(screen);
        RelayServer relay = builder(screen).start()) {
      shutdown.closes(relay::close);
      screen.line("relay listening on " + AddressText.of(relay.localAddress()));
      screen.line(
          "expose a server with: wsrexpose 0 <address of this machine>:%d <the server's port>"
              .formatted(relay.localAddress().getPort()));
      StatusLine status =
          StatusLine.of(traffic -> clients(relay.servers(), traffic), relay::trafficStats);
      ending.await(() -> screen.status(status.next()));
      return ExitCode.DONE;
    } finally {
      screen.status("");
    }
  }

  private RelayServerBuilder builder(Screen screen) {
    RelayServerBuilder builder =
        RelayServer.builder().port(port).listener(new Reporter(screen, common.verbose(), ending));
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
    public void onClosed(Closed event) {
      ending.ended(event.reason(), event.cause());
    }

    private static String shown(String tag) {
      return "#" + tag.substring(0, 6);
    }
  }
}
