package io.github.wsocketrelay.examples.launcher;

import io.github.wsocketrelay.Connector;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** To join a friend's game. */
final class JoinPanel extends GamePanel<Connector> {
  private static final long serialVersionUID = 1L;

  private final JTextField invitation = new JTextField();

  JoinPanel() {
    super("Join");
    layOut("In the game, join:", new Input("What the host gave you:", invitation));
  }

  /** What the field has, for tests and for who fills it by program. */
  JoinPanel filled(String invitation) {
    this.invitation.setText(invitation);
    return this;
  }

  @Override
  CompletableFuture<Connector> start() {
    return JoinedGame.start(invitation.getText().strip(), SwingUtilities::invokeLater, this::tell);
  }

  @Override
  String resultOf(Connector connector) {
    InetSocketAddress local = connector.localAddress();
    return local.getAddress().getHostAddress() + ":" + local.getPort();
  }

  @Override
  String describe(Connector connector) {
    return Words.of(connector.state()) + Words.of(connector.quality());
  }

  @Override
  CompletableFuture<Void> close(Connector connector) {
    return connector.closeAsync();
  }
}
