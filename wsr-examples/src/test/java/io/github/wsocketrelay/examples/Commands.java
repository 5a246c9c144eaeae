package io.github.wsocketrelay.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;

/** The command lines as tests start them, and what they print. */
final class Commands {
  private Commands() {}

  static CommandProcess expose(
      Path stateDirectory, String relayAddress, EchoServer server, String... more)
      throws IOException {
    String[] first = {"0", relayAddress, port(server), "--state-dir", stateDirectory.toString()};
    return CommandProcess.start(WsrExpose.class, joined(first, more));
  }

  static CommandProcess connect(String relayAddress, String serverId, String... more)
      throws IOException {
    return CommandProcess.start(
        WsrConnect.class, joined(new String[] {"0", relayAddress, serverId}, more));
  }

  private static String[] joined(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  static String port(EchoServer server) {
    return String.valueOf(server.address().getPort());
  }

  static String serverId(CommandProcess expose) {
    return expose.awaitLine("^Server ID: (\\S+)$").group(1);
  }

  static InetSocketAddress localAddress(CommandProcess connect) {
    String port = connect.awaitLine("local programs send to 127.0.0.1:(\\d+)").group(1);
    return new InetSocketAddress("127.0.0.1", Integer.parseInt(port));
  }
}
