package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.Invitation;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.ServerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code wsrconnect}: opens local UDP ports that lead to a server, until it is told to end. */
@Command(
    name = "wsrconnect",
    customSynopsis = {
      "wsrconnect [options] <local listen port> <relay address> <server ID>",
      "       wsrconnect [options] <local listen port> <server ID>@<relay address>"
    },
    description = {
      "Opens a local UDP port; what programs send there reaches the server behind the relay.",
      "",
      "Whoever can list this machine's processes can read the server ID on the command line; with -"
          + " in its place it is read from the first line of standard input."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "  wsrconnect 7777 relay.example:8080 <server ID>",
      "  wsrconnect 7777 <server ID>@wss://relay.example",
      "  wsrconnect 7777 relay.example:8080 - < server-id.txt"
    })
public final class WsrConnect implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      index = "0",
      descriptionKey = "local-port",
      paramLabel = "<local listen port>",
      description =
          "The UDP port for local programs; several (7777,7790) for a server with several ports;"
              + " 0 lets the system choose.")
  private String localPorts = "";

  @Parameters(
      index = "1",
      descriptionKey = "relay",
      paramLabel = "<relay address>",
      description =
          "ws://host:port, wss://host, http(s)://host, host:port or host; several with commas, to turn"
              + " to the next when one is away; or <server ID>@ before it, as wsrexpose prints it.")
  private String relay = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      descriptionKey = "server-id",
      paramLabel = "<server ID>",
      hideParamSyntax = true,
      description = "What wsrexpose printed; - reads it from standard input.")
  private String serverId = "";

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The local address for local programs; whoever reaches it reaches the server. Default:"
              + " this machine only.")
  private String bind = "";

  @Option(
      names = "--flow-idle-timeout",
      paramLabel = "TIME",
      description =
          "A program without traffic for this long is forgotten. Default: ${DEFAULT-VALUE}.")
  @Between(least = "1s", most = "24h", example = "5m")
  private Duration flowIdleTimeout = ConnectorBuilder.DEFAULT_FLOW_IDLE_TIMEOUT;

  @Option(
      names = "--wait-for-server",
      paramLabel = "TIME",
      description = "Give up if the server is not online by then. Default: wait for ever.")
  @Between(least = "0s", most = "24h", example = "10m")
  private Duration waitForServer = Duration.ZERO;

  @Option(
      names = "--state-dir",
      paramLabel = "FOLDER",
      description = "Where the servers reached before are remembered. Default: see Files below.")
  private Path stateDirectory = UserDirectory.STATE.ofUser();

  @Mixin private final LinkOptions link = new LinkOptions();

  @Mixin private final CheckOption check = new CheckOption();

  @Mixin private final SecurityOptions security = new SecurityOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  private final Ending ending = new Ending();
  private final InputStream in;

  WsrConnect(InputStream in) {
    this.in = in;
  }

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrConnect(System.in)).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Invitation invitation = invitation();
    Screen screen = common.openScreen(output);
    ConnectorBuilder builder = builder(invitation, screen);
    if (check.isWanted()) {
      return CheckOption.run(builder::check, screen);
    }
    IdleWarning.check(flowIdleTimeout, screen);
    try (Shutdown shutdown = Shutdown.install(screen);
        Connector connector = start(builder, invitation, screen)) {
      shutdown.closes(ending.after(connector::close));
      announce(connector.localAddresses(), screen);
      SideLine status = SideLine.of(connector::state, connector::trafficStats, connector::quality);
      ending.await(() -> screen.status(status.next()));
      return ExitCode.DONE;
    } finally {
      screen.status("");
    }
  }

  private static void announce(List<InetSocketAddress> addresses, Screen screen) {
    String text = AddressText.of(addresses);
    screen.result(
        Event.of("listening").with("addresses", text).with("port", addresses.get(0).getPort()),
        "local programs send to " + text);
  }

  private Invitation invitation() throws IOException {
    boolean whole = serverId.isEmpty() || isIdPassed();
    if (whole && relay.equals(STANDARD_INPUT)) {
      String line = firstLine();
      return Values.read(command, "relay", () -> Invitation.parse(line));
    }
    if (relay.indexOf('@') < 0) {
      if (whole) {
        throw new IllegalArgumentException(
            "the server ID is missing: give it after the relay address, or - to read it from"
                + " standard input");
      }
      String id = serverId.equals(STANDARD_INPUT) ? firstLine() : serverId;
      return new Invitation(
          Values.read(command, "server-id", () -> ServerId.parse(id)),
          Values.read(command, "relay", () -> RelayAddress.parseList(relay)));
    }
    if (!whole) {
      throw new IllegalArgumentException(
          "the server ID is given twice, before the '@' and at the end: leave one out");
    }
    return Values.read(command, "relay", () -> Invitation.parse(relay));
  }

  /** An invitation on the command line comes before an ID that is given elsewhere. */
  private boolean isIdPassed() {
    ParseResult typed = command.commandLine().getParseResult();
    return (relay.indexOf('@') >= 0 || relay.equals(STANDARD_INPUT))
        && typed.hasMatchedPositional(1)
        && !typed.hasMatchedPositional(2);
  }

  private String firstLine() throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    if (line == null || line.isBlank()) {
      throw new IllegalArgumentException(
          "the first line of standard input is empty: write what wsrexpose printed to it");
    }
    return line.strip();
  }

  private ConnectorBuilder builder(Invitation invitation, Screen screen) {
    ConnectorBuilder builder =
        Connector.builder()
            .invitation(invitation)
            .localPorts(Values.read(command, "local-port", this::ports))
            .flowIdleTimeout(flowIdleTimeout)
            .waitForServer(waitForServer)
            .startTimeout(link.startTimeout())
            .waitForRelay(link.waitForRelay())
            .reconnect(link.reconnect())
            .listener(
                new ConnectorReport(
                    screen,
                    common.verbose(),
                    new LinkReport(screen, common.verbose()),
                    ending,
                    new KnownServers(stateDirectory)));
    security.read().applyTo(builder);
    return bind.isEmpty() ? builder : Values.read(command, "bind", () -> builder.bind(bind));
  }

  private List<Integer> ports() {
    return Stream.of(localPorts.split(",", -1)).map(PortConverter::parse).toList();
  }

  private static Connector start(ConnectorBuilder builder, Invitation invitation, Screen screen) {
    String relay = invitation.relay().toString();
    screen.event(Event.of("connecting").with("relay", relay), "connecting to " + relay);
    return builder.start();
  }
}
