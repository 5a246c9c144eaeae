package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServerBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who may come to a relay, and how much of it each may use. */
@Command(optionListHeading = "%nWho may come:%n")
final class RelayAccessOptions {
  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "Let in only those with an access token of this file; wsrtoken makes them. It is read"
              + " again when it changes.")
  private @Nullable Path tokens;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      hideParamSyntax = true,
      description = "Let in scripts of this web page too, https://play.example. Can be repeated.")
  private List<String> origins = List.of();

  @Option(
      names = "--trust-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      hideParamSyntax = true,
      description =
          "Believe X-Forwarded-For of the proxy at this address, or range as 10.0.0.0/8. Can be"
              + " repeated.")
  private List<AddressRange> proxies = List.of();

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      split = ",",
      hideParamSyntax = true,
      converter = LimitSetting.OfRelay.class,
      description = "Set a limit. Can be repeated; --limits shows them all.")
  private List<LimitSetting<RelayLimit>> limits = List.of();

  /** Whether everybody who reaches the relay may use it. */
  boolean isOpen() {
    return tokens == null;
  }

  void applyTo(RelayServerBuilder builder, CommandSpec command) {
    Values.read(command, "allow-origin", () -> builder.allowedOrigins(origins));
    Values.read(command, "limit", () -> LimitSetting.all(limits)).forEach(builder::limit);
    builder.trustedProxies(proxies);
    if (tokens != null) {
      builder.tokens(tokens);
    }
  }
}
