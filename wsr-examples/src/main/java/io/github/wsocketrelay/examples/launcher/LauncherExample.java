package io.github.wsocketrelay.examples.launcher;

import java.awt.GraphicsEnvironment;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;

/** A game's launcher in a small window: host a game, or join one. Takes no arguments. */
public final class LauncherExample {
  private LauncherExample() {}

  /** Opens the window. */
  public static void main(String[] args) {
    if (GraphicsEnvironment.isHeadless()) {
      System.err.println("LauncherExample: there is no display: run it on a desktop");
      System.exit(1);
    }
    SwingUtilities.invokeLater(LauncherExample::open);
  }

  private static void open() {
    try {
      UIManager.setLookAndFeel("javax.swing.plaf.nimbus.NimbusLookAndFeel");
    } catch (ReflectiveOperationException | javax.swing.UnsupportedLookAndFeelException e) {
      System.err.println("LauncherExample: the window looks as it does by default: " + e);
    }
    new LauncherWindow().open();
  }
}
