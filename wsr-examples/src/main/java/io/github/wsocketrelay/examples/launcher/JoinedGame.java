package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.Invitation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the button "Join" does. */
final class JoinedGame {
  private JoinedGame() {}

  /**
   * Opens a local UDP port that leads to a friend's game.
   *
   * @param invitation what {@link Exposer#invitation()} gave the friend
   */
  static CompletableFuture<Connector> start(
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
