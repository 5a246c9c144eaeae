package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Invitation;
import io.github.wsocketrelay.PathQuality;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The two buttons of a game's launcher, on the console: host a game, or join one. */
public final class LauncherExample {
  private LauncherExample() {}

  /** {@code host <relay> <the game's UDP port>} or {@code join <invitation>}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 3 && args[0].equals("host")) {
      try (Exposer exposer = host(args[1], Integer.parseInt(args[2]))) {
        System.out.println("Give this to your friends: " + exposer.invitation().text());
        showUntilEnter(() -> players(exposer));
      }
    } else if (args.length == 2 && args[0].equals("join")) {
      try (Connector connector = join(args[1])) {
        System.out.println("In the game, join " + connector.localAddress());
        showUntilEnter(() -> roundTrip(connector.quality()));
      }
    } else {
      System.err.println("usage: host <relay> <UDP port> | join <invitation>");
    }
  }

  private static Exposer host(String relay, int gamePort) {
    // region host
    return Exposer.builder()
        .relay(relay)
        .target(gamePort)
        .listener(
            new ExposerListener() {
              @Override
              public void onFlowOpened(FlowOpened player) {
                System.out.printf(
                    "%s plays from port %d%n",
                    player.remoteAddress(), player.localAddress().getPort());
              }
            })
        .start();
    // endregion
  }

  private static Connector join(String invitation) {
    // region join
    return Connector.builder()
        .invitation(Invitation.parse(invitation))
        .listener(
            new ConnectorListener() {
              @Override
              public void onServerAway(ServerAway event) {
                System.out.println("waiting for the host");
              }

              @Override
              public void onLinkLost(LinkLost event) {
                System.out.println("no connection; trying again");
              }

              @Override
              public void onClosed(Closed event) {
                System.out.println("disconnected: " + event.reason());
              }
            })
        .start();
    // endregion
  }

  private static String players(Exposer exposer) {
    // region players
    return exposer.tunnels().stream()
        .map(
            player ->
                player.remoteAddress().getHostString()
                    + exposer
                        .quality(player.tunnel())
                        .flatMap(PathQuality::rtt)
                        .map(rtt -> " " + rtt.toMillis() + " ms")
                        .orElse(""))
        .collect(Collectors.joining(", "));
    // endregion
  }

  private static String roundTrip(PathQuality quality) {
    return quality.rtt().map(rtt -> rtt.toMillis() + " ms to the host").orElse("");
  }

  /** What a window would show in a label, once a second. */
  private static void showUntilEnter(Supplier<String> label)
      throws IOException, InterruptedException {
    System.out.println("Press Enter to end.");
    String shown = "";
    while (System.in.available() == 0) {
      String text = label.get();
      if (!text.equals(shown)) {
        System.out.println(text);
      }
      shown = text;
      Thread.sleep(1_000);
    }
  }
}
