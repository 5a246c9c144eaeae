package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerBuilder;
import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.IdentityFile;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wsrexpose}: makes a UDP server reachable through a relay until it is told to end. */
@Command(
    name = "wsrexpose",
    customSynopsis = {
      "wsrexpose [options] <minimum local client port> <relay address> <server>",
      "                 [server ID]"
    },
    description = {
      "Makes a UDP server reachable through a relay, and prints the server ID that clients need.",
      "",
      "The server ID is kept, and is the same at the next start with this relay and server."
          + " Whoever has it can reach the server."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "  wsrexpose 0 relay.example:8080 7777",
      "  wsrexpose 42000 wss://relay.example 27015-27017",
      "  wsrexpose 0 relay.example:8080 game.lan:7777,game.lan:7778 my-ut99-server"
    })
public final class WsrExpose implements Callable<Integer> {
  @Parameters(
      index = "0",
      descriptionKey = "min-local-port",
      paramLabel = "<minimum local client port>",
      converter = PortConverter.class,
      description =
          "Clients get local ports from here upwards, as the server sees them; 0 for any.")
  private int minLocalPort;

  @Parameters(
      index = "1",
      descriptionKey = "relay",
      paramLabel = "<relay address>",
      description =
          "ws://host:port, wss://host, http(s)://host, host:port or host; several with commas, to turn"
              + " to the next when one is away.")
  private String relay = "";

  @Parameters(
      index = "2",
      descriptionKey = "server",
      paramLabel = "<server>",
      description =
          "The UDP server: its port, or host:port, or several (7777,7778 or 27015-27017).")
  private String targets = "";

  @Parameters(
      index = "3",
      arity = "0..1",
      descriptionKey = "server-id",
      paramLabel = "[server ID]",
      hideParamSyntax = true,
      description = "An ID of your choice, for example my-ut99-server. Default: six random words.")
  private String serverId = "";

  @Option(
      names = "--flow-idle-timeout",
      paramLabel = "TIME",
      description =
          "A client without traffic for this long loses its port. Default: ${DEFAULT-VALUE}.")
  @Between(least = "1s", most = "24h", example = "5m")
  private Duration flowIdleTimeout = ExposerBuilder.DEFAULT_FLOW_IDLE_TIMEOUT;

  @Option(
      names = "--distinct-addresses",
      negatable = true,
      fallbackValue = "true",
      description =
          "Send to a server on this machine from a 127.x.y.z of its own for each wsrconnect.")
  private boolean distinctAddresses;

  @Option(
      names = "--new-id",
      negatable = true,
      fallbackValue = "true",
      description = "Make a new random server ID in place of the kept one.")
  @Excludes("server-id")
  private boolean newId;

  @Option(
      names = "--state-dir",
      paramLabel = "FOLDER",
      description = "Where the server ID is kept, with its key. Default: see Files below.")
  private Path stateDirectory = UserDirectory.STATE.ofUser();

  @Option(
      names = "--resume-grace",
      paramLabel = "TIME",
      description =
          "How long clients keep their ports when their link is lost. Default: ${DEFAULT-VALUE}.")
  @Between(least = "0s", most = "1h", example = "1m")
  private Duration resumeGrace = ExposerBuilder.DEFAULT_RESUME_GRACE;

  @Option(
      names = "--allow",
      paramLabel = "ADDRESS",
      split = ",",
      hideParamSyntax = true,
      description =
          "Let in only connectors from this address, or range as 203.0.113.0/24, as the relay sees"
              + " them. Can be repeated. Default: all that have the server ID.")
  private List<AddressRange> allowed = List.of();

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      split = ",",
      hideParamSyntax = true,
      converter = LimitSetting.OfExposer.class,
      description =
          "Set a limit: tunnels, flows-per-tunnel, flows, new-flows-per-second or new-flow-burst. Can be repeated.")
  private List<LimitSetting<ExposerLimit>> limits = List.of();

  @Mixin private final LinkOptions link = new LinkOptions();

  @Mixin private final CheckOption check = new CheckOption();

  @Mixin private final SecurityOptions security = new SecurityOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  private final Ending ending = new Ending();

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrExpose()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<URI> relays = Values.read(command, "relay", () -> RelayAddress.parseList(relay));
    List<Target> targetList = Values.read(command, "server", () -> Target.parseList(targets));
    Screen screen = common.openScreen(output);
    ExposerBuilder builder = builder(relays, targetList, screen);
    if (check.isWanted()) { // With any ID, since it is not registered.
      return CheckOption.run(builder::check, screen);
    }
    IdentityStore store = new IdentityStore(stateDirectory, relays.get(0), targetList);
    try (Shutdown shutdown = Shutdown.install(screen);
        IdentityFile identity = openIdentity(store, screen);
        Exposer exposer = start(builder.identity(identity.identity()), relays, screen)) {
      shutdown.closes(ending.after(exposer::close));
      announce(exposer, identity, screen);
      SideLine status = SideLine.of(exposer::state, exposer::trafficStats, exposer::quality);
      ending.await(() -> screen.status(status.next()));
      return ExitCode.DONE;
    } finally {
      screen.status("");
    }
  }

  private ExposerBuilder builder(List<URI> relays, List<Target> targetList, Screen screen) {
    ExposerBuilder builder =
        Exposer.builder()
            .relays(relays)
            .targets(targetList)
            .minLocalPort(minLocalPort)
            .distinctAddresses(distinctAddresses)
            .flowIdleTimeout(flowIdleTimeout)
            .startTimeout(link.startTimeout())
            .waitForRelay(link.waitForRelay())
            .resumeGrace(resumeGrace)
            .reconnect(link.reconnect())
            .listener(
                new ExposerReport(
                    screen, common.verbose(), new LinkReport(screen, common.verbose()), ending));
    security.read().applyTo(builder);
    Values.read(command, "limit", () -> LimitSetting.all(limits)).forEach(builder::limit);
    if (!allowed.isEmpty()) {
      builder.approval(new AddressApproval(allowed));
    }
    return builder;
  }

  private IdentityFile openIdentity(IdentityStore store, Screen screen) {
    if (serverId.isEmpty()) {
      return newId ? store.renew() : store.open();
    }
    if (newId) {
      throw new IllegalArgumentException(
          "--new-id makes a random server ID, and one is given: leave one of them out");
    }
    ServerId chosen = Values.read(command, "server-id", () -> ServerId.parse(serverId));
    if (!chosen.isRandom()) {
      screen.warning(
          "a chosen server ID can be guessed, and who guesses it can reach your server; leave it"
              + " out to get six random words");
    }
    return store.open(chosen);
  }

  private Exposer start(ExposerBuilder builder, List<URI> relays, Screen screen) {
    IdleWarning.check(flowIdleTimeout, screen);
    String first = relays.get(0).toString();
    screen.event(Event.of("registering").with("relay", first), "registering with " + first);
    return builder.start();
  }

  private static void announce(Exposer exposer, IdentityFile identity, Screen screen) {
    String id = exposer.serverId().text();
    int port = exposer.targets().get(0).port();
    screen.result(
        Event.of("registered")
            .with("serverId", id)
            .with("server", exposer.serverId().toString())
            .with("relay", exposer.relay().toString())
            .with("invitation", exposer.invitation().text())
            .with("port", port)
            .with("kept", !identity.created()),
        "Server ID: " + id);
    screen.line(
        "Clients connect with:    wsrconnect %d %s %s"
            .formatted(
                port,
                exposer.relays().stream().map(URI::toString).collect(Collectors.joining(",")),
                id));
    screen.line(
        "or with an invitation:   wsrconnect %d %s".formatted(port, exposer.invitation().text()));
    if (isLoopback(exposer.relay())) {
      screen.line("On other machines, put the relay's public address in place of this machine's.");
    }
    if (!identity.created()) {
      screen.line("This is the server ID of the last start; --new-id makes another.");
    }
  }

  private static boolean isLoopback(URI relay) {
    String host = relay.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
