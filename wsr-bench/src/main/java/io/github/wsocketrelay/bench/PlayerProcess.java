package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.Invitation;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The child process of a {@link StalledPlayer}, which can be stopped as a whole. */
final class PlayerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("\\d+");

  private static final String STALLED = "stalled";

  /** Its input ends when this process does, in whatever way: stopped, the player would not see. */
  private static final String STALL =
      "kill -STOP \"$1\" && echo " + STALLED + " && read -r end; kill -KILL \"$1\"";

  private final Process process;
  private final Thread killer = new Thread(this::kill, "bench-kill");
  private volatile @Nullable Process staller;

  private PlayerProcess(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts the process.
   *
   * @param command what runs {@link StalledPlayer#run} in a JVM of its own
   * @param environment what it finds there besides
   */
  static PlayerProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new PlayerProcess(builder.start());
  }

  /**
   * Has it open its connector.
   *
   * @return where that leads to the last server
   */
  InetSocketAddress connect(Invitation invitation) throws IOException {
    process.getOutputStream().write((invitation.text() + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String port = firstLineOf(process);
    if (port == null || !PORT.matcher(port).matches()) {
      throw new WsrException("the stalled player's process did not start: it said " + port);
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private static @Nullable String firstLineOf(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).readLine();
  }

  /** This process's Java, with the same classes and the given main class and arguments. */
  static List<String> java(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    String module = main.getModule().getName();
    String modulePath = System.getProperty("jdk.module.path");
    if (module != null && modulePath != null) {
      command.addAll(List.of("-p", modulePath, "-m", module + "/" + main.getName()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    }
    command.addAll(arguments);
    return command;
  }

  /**
   * Stops it, so that it reads nothing any more and all its sockets stay open.
   *
   * @return false where the system cannot do so
   */
  boolean stall() {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", STALL, "wsrbench-stall", String.valueOf(process.pid()))
              .redirectErrorStream(true)
              .start();
      staller = shell;
      return STALLED.equals(firstLineOf(shell));
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private void kill() {
    Process shell = staller;
    if (shell != null) {
      shell.destroyForcibly(); // First: later its player's number may be another process's.
    }
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The hook runs already.
    }
  }
}
