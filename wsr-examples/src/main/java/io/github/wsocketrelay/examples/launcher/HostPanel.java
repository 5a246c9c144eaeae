package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.Exposer;
import java.util.concurrent.CompletableFuture;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** To host a game. */
final class HostPanel extends GamePanel<Exposer> {
  private static final long serialVersionUID = 1L;

  private final JTextField relay = new JTextField("relay.example:8080");
  private final JTextField port = new JTextField("7777");

  HostPanel() {
    super("Host");
    layOut(
        "For your friends:", new Input("Relay:", relay), new Input("UDP port of the game:", port));
  }

  /** What the fields have, for tests and for who fills them by program. */
  HostPanel filled(String relay, int port) {
    this.relay.setText(relay);
    this.port.setText(Integer.toString(port));
    return this;
  }

  @Override
  CompletableFuture<Exposer> start() {
    return HostedGame.start(
        relay.getText().strip(),
        Integer.parseInt(port.getText().strip()),
        SwingUtilities::invokeLater,
        this::tell);
  }

  @Override
  String resultOf(Exposer exposer) {
    return exposer.invitation().text();
  }

  @Override
  String describe(Exposer exposer) {
    int players = exposer.flows().size();
    return "%s · %d %s%s"
        .formatted(
            Words.of(exposer.state()),
            players,
            players == 1 ? "player" : "players",
            Words.of(exposer.quality()));
  }

  @Override
  CompletableFuture<Void> close(Exposer exposer) {
    return exposer.closeAsync();
  }
}
