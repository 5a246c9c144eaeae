package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wsrdemo}: all three roles and a UDP server in one process, and real datagrams through. */
@Command(
    name = "wsrdemo",
    customSynopsis = "wsrdemo [options]",
    description =
        "Runs relay, exposer, connector and a UDP echo server on this machine, and sends datagrams"
            + " through them.",
    optionListHeading = "%nOptions:%n",
    exitCodeList = {"0:it works", HelpOptions.FAILED, HelpOptions.USAGE, HelpOptions.CUT_OFF},
    footer = {"  wsrdemo", "  wsrdemo --clients 20"})
public final class WsrDemo implements Callable<Integer> {
  private static final int[] SIZES = {0, 1, 1_472, 65_507};
  private static final int MOST_CLIENTS = 100;
  private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(10);

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "How many UDP clients, up to " + MOST_CLIENTS + ". Default: ${DEFAULT-VALUE}.")
  @Between(least = "1", most = "" + MOST_CLIENTS, example = "3")
  private int clients = 3;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Set<Integer> sourcePorts = new TreeSet<>();

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrDemo()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Screen screen = common.openScreen();
    try (EchoServer echo = startEcho(screen);
        RelayServer relay = startRelay(screen);
        Exposer exposer = startExposer(relay, echo, screen);
        Connector connector = startConnector(exposer, screen)) {
      screen.line("");
      for (int number = 1; number <= clients; number++) {
        runClient(number, connector, echo, screen);
      }
    }
    conclude(screen);
    return ExitCode.DONE;
  }

  private static EchoServer startEcho(Screen screen) throws IOException {
    EchoServer echo = EchoServer.start();
    screen.line(
        "UDP server  listens on UDP %s and sends back what it gets"
            .formatted(AddressText.of(echo.address())));
    return echo;
  }

  private static RelayServer startRelay(Screen screen) {
    RelayServer relay = RelayServer.builder().bind("127.0.0.1").start();
    screen.line("relay       listens on TCP " + AddressText.of(relay.localAddress()));
    return relay;
  }

  private static Exposer startExposer(RelayServer relay, EchoServer echo, Screen screen) {
    Exposer exposer =
        Exposer.builder()
            .relay("ws://" + AddressText.of(relay.localAddress()))
            .target(echo.address())
            .start();
    screen.line(
        "exposer     registered the UDP server with the relay as " + exposer.serverId().text());
    return exposer;
  }

  private static Connector startConnector(Exposer exposer, Screen screen) {
    Connector connector =
        Connector.builder().invitation(exposer.invitation()).waitForServer(WAIT_FOR_SERVER).start();
    screen.line(
        "connector   asked the relay for that server and listens on UDP "
            + AddressText.of(connector.localAddress()));
    return connector;
  }

  private void runClient(int number, Connector connector, EchoServer echo, Screen screen)
      throws IOException {
    try (EchoClient client = new EchoClient(connector.localAddress())) {
      for (int size : SIZES) {
        byte[] payload = new byte[size];
        new Random(number).nextBytes(payload);
        Duration away = client.exchange(payload);
        sourcePorts.add(echo.lastSourcePort());
        screen.line(
            "client %d at port %d sent %,6d bytes to the connector; the UDP server got them from port %d; the same bytes came back in %.1f ms"
                .formatted(
                    number, client.localPort(), size, echo.lastSourcePort(), away.toNanos() / 1e6));
      }
    }
  }

  private void conclude(Screen screen) {
    if (sourcePorts.size() != clients) {
      throw new WsrException(
          "the UDP server saw the source ports %s, which is not one for each of the %d clients"
              .formatted(sourcePorts, clients));
    }
    screen.line("");
    screen.line(
        "it works: %s of 0 to 65507 bytes went from %s through connector, relay and exposer to the UDP server and back, and it saw each client at a port of its own"
            .formatted(
                StatusLine.count((long) clients * SIZES.length, "datagram"),
                StatusLine.count(clients, "client")));
  }
}
