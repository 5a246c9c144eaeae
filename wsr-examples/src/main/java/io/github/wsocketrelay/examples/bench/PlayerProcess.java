package io.github.wsocketrelay.examples.bench;

import io.github.wsocketrelay.Invitation;
import io.github.wsocketrelay.WsrException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The child process of a {@link StalledPlayer}, which can be stopped as a whole. */
final class PlayerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("\\d+");

  private final Process process;
  private final InetSocketAddress lastServer;
  private final Thread killer;

  private PlayerProcess(Process process, InetSocketAddress lastServer) {
    this.process = process;
    this.lastServer = lastServer;
    this.killer = new Thread(process::destroyForcibly, "bench-kill");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts the process and waits until its connector is open.
   *
   * @param command what runs {@link StalledPlayer#run} in a JVM of its own
   */
  static PlayerProcess start(List<String> command, Invitation invitation) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      process.getOutputStream().write((invitation.text() + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
      String port = answers.readLine();
      if (port == null || !PORT.matcher(port).matches()) {
        throw new WsrException("the stalled player's process did not start: it said " + port);
      }
      return new PlayerProcess(
          process, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** This process's Java, with the same classes and the given main class and arguments. */
  static List<String> java(Class<?> main, String... arguments) {
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
    command.addAll(List.of(arguments));
    return command;
  }

  /** Where it leads to the last server. */
  InetSocketAddress lastServer() {
    return lastServer;
  }

  /**
   * Stops it, so that it reads nothing any more and all its sockets stay open.
   *
   * @return false where the system cannot do so
   */
  boolean stall() throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
              .redirectErrorStream(true)
              .start();
      return kill.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The hook runs already.
    }
  }
}
