package io.github.wsocketrelay.examples.launcher;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One half of the window: what to give, a button that starts and stops, what comes of it, a live
 * line, and the news. Everything happens on Swing's thread.
 *
 * @param <R> what the button starts
 */
abstract class GamePanel<R extends AutoCloseable> extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int REFRESH_MILLIS = 1_000;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final String startLabel;
  private final JButton button;
  private final JTextField result = new JTextField();
  private final JButton copy = new JButton("Copy");
  private final JLabel live = new JLabel(" ");
  private final JTextArea news = new JTextArea();
  private final transient Timer refresh = new Timer(REFRESH_MILLIS, event -> refresh());
  private transient @Nullable CompletableFuture<R> starting;
  private transient @Nullable R running;

  /** A field with its label. */
  record Input(String label, JTextField field) {}

  GamePanel(String startLabel) {
    super(new BorderLayout(0, 8));
    this.startLabel = startLabel;
    this.button = new JButton(startLabel);
    button.addActionListener(event -> pressed());
    copy.setEnabled(false);
    copy.addActionListener(event -> copyResult());
  }

  /** Called once, by the constructor of what extends this. */
  final void layOut(String resultLabel, Input... inputs) {
    setBorder(BorderFactory.createEmptyBorder(12, 12, 12, 12));
    JPanel form = new JPanel(new GridBagLayout());
    for (Input input : inputs) {
      addRow(form, input.label(), input.field());
    }
    addRow(form, "", button);
    JPanel shown = new JPanel(new BorderLayout(6, 0));
    result.setEditable(false);
    shown.add(result, BorderLayout.CENTER);
    shown.add(copy, BorderLayout.EAST);
    addRow(form, resultLabel, shown);
    addRow(form, "", live);
    add(form, BorderLayout.NORTH);
    news.setEditable(false);
    news.setLineWrap(true);
    news.setWrapStyleWord(true);
    JScrollPane scroll = new JScrollPane(news);
    scroll.setPreferredSize(new Dimension(560, 110));
    add(scroll, BorderLayout.CENTER);
  }

  abstract CompletableFuture<R> start();

  /** What to show, and to copy, once it runs. */
  abstract String resultOf(R role);

  /** The live line. */
  abstract String describe(R role);

  abstract CompletableFuture<Void> close(R role);

  private static void addRow(JPanel form, String label, Component field) {
    GridBagConstraints at = new GridBagConstraints();
    at.insets = new Insets(3, 3, 3, 3);
    at.anchor = GridBagConstraints.WEST;
    at.gridx = 0;
    form.add(new JLabel(label), at);
    at.gridx = 1;
    at.weightx = 1;
    at.fill = field instanceof JButton ? GridBagConstraints.NONE : GridBagConstraints.HORIZONTAL;
    form.add(field, at);
  }

  final void tell(String line) {
    news.append(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + line + "\n");
  }

  private void pressed() {
    if (starting != null) {
      CompletableFuture<?> unused = stop(); // nobody waits for it
      return;
    }
    button.setText("Stop");
    tell("connecting");
    try {
      CompletableFuture<R> start = start();
      starting = start;
      CompletableFuture<?> unused =
          start.whenCompleteAsync(
              (role, failure) -> started(start, role, failure), SwingUtilities::invokeLater);
    } catch (IllegalArgumentException e) { // Something in the fields is not right.
      tell(Words.of(e));
      reset();
    }
  }

  private void started(CompletableFuture<R> start, @Nullable R role, @Nullable Throwable failure) {
    if (start != starting) {
      return; // It was stopped meanwhile: cancelling the future has ended what was started.
    }
    if (role == null) {
      tell(
          Words.of(
              failure instanceof CompletionException ? failure : new CompletionException(failure)));
      reset();
      return;
    }
    running = role;
    result.setText(resultOf(role));
    result.setCaretPosition(0);
    copy.setEnabled(true);
    tell("connected");
    refresh.start();
    refresh();
  }

  private void refresh() {
    if (running != null) {
      live.setText(describe(running));
    }
  }

  private void copyResult() {
    Toolkit.getDefaultToolkit()
        .getSystemClipboard()
        .setContents(new StringSelection(result.getText()), null);
    tell("copied");
  }

  /** Ends what runs, or is being started; done when it has let go of everything. */
  final CompletableFuture<Void> stop() {
    R role = running;
    if (starting != null) {
      starting.cancel(false);
    }
    reset();
    return role == null ? CompletableFuture.completedFuture(null) : close(role);
  }

  private void reset() {
    refresh.stop();
    starting = null;
    running = null;
    button.setText(startLabel);
    result.setText("");
    copy.setEnabled(false);
    live.setText(" ");
  }
}
