package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Invitation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the two buttons do. */
final class Games {
  private Games() {}

  /**
   * Makes a game server on this machine reachable.
   *
   * @param window runs the callbacks: {@code SwingUtilities::invokeLater}, or a game's main thread
   * @param news hears in words of what happens
   */
  static CompletableFuture<Exposer> host(
      String relay, int gamePort, Executor window, Consumer<String> news) {
    // region host
    return Exposer.builder()
        .relay(relay)
        .target(gamePort)
        .listenerExecutor(window)
        .listener(
            new ExposerListener() {
              @Override
              public void onFlowOpened(FlowOpened player) {
                news.accept("%s joined".formatted(player.remoteAddress().getHostString()));
              }

              @Override
              public void onFlowClosed(FlowClosed player) {
                news.accept("%s left".formatted(player.remoteAddress().getHostString()));
              }

              @Override
              public void onLinkLost(LinkLost event) {
                news.accept("no connection to the relay; trying again");
              }

              @Override
              public void onLinkRestored(LinkRestored event) {
                news.accept("connected again, everybody is still in the game");
              }
            })
        .startAsync();
    // endregion
  }

  /**
   * Opens a local UDP port that leads to a friend's game.
   *
   * @param invitation what {@link Exposer#invitation()} gave the friend
   */
  static CompletableFuture<Connector> join(
      String invitation, Executor window, Consumer<String> news) {
    // region join
    return Connector.builder()
        .invitation(Invitation.parse(invitation))
        .listenerExecutor(window)
        .listener(
            new ConnectorListener() {
              @Override
              public void onServerAway(ServerAway event) {
                news.accept("waiting for the host");
              }

              @Override
              public void onOpened(Opened event) {
                news.accept("the host is there");
              }

              @Override
              public void onLinkLost(LinkLost event) {
                news.accept("no connection to the relay; trying again");
              }

              @Override
              public void onClosed(Closed event) {
                news.accept(event.cause().map(Throwable::getMessage).orElse("disconnected"));
              }
            })
        .startAsync();
    // endregion
  }
}
