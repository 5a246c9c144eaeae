package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the button "Host" does. */
final class HostedGame {
  private HostedGame() {}

  /**
   * Makes a game server on this machine reachable.
   *
   * @param window runs the callbacks: {@code SwingUtilities::invokeLater}, or a game's main thread
   * @param news hears in words of what happens
   */
  static CompletableFuture<Exposer> start(
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
}
