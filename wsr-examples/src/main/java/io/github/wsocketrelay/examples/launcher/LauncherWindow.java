package io.github.wsocketrelay.examples.launcher;

import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.concurrent.CompletableFuture;
import javax.swing.JFrame;
import javax.swing.JTabbedPane;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** The window. Closing it ends what runs first, so that friends see the host leave at once. */
final class LauncherWindow {
  private final JFrame frame = new JFrame("Game launcher");
  private final HostPanel host;
  private final JoinPanel join;

  LauncherWindow() {
    this(new HostPanel(), new JoinPanel());
  }

  LauncherWindow(HostPanel host, JoinPanel join) {
    this.host = host;
    this.join = join;
    JTabbedPane tabs = new JTabbedPane();
    tabs.addTab("Host a game", host);
    tabs.addTab("Join a game", join);
    frame.add(tabs);
    frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            CompletableFuture<?> unused = close(); // The window goes when all has ended.
          }
        });
  }

  void open() {
    frame.pack();
    frame.setLocationRelativeTo(null);
    frame.setVisible(true);
  }

  /** Ends both, and the window after them. */
  CompletableFuture<Void> close() {
    return CompletableFuture.allOf(host.stop(), join.stop())
        .whenCompleteAsync((done, failure) -> frame.dispose(), SwingUtilities::invokeLater);
  }
}
