package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandLinesIT {
  private static RelayServer relay;

  @TempDir Path stateDirectory;

  @BeforeAll
  static void startRelay() {
    relay = RelayServer.builder().bind("127.0.0.1").start();
  }

  @AfterAll
  static void closeRelay() {
    relay.close();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void carryDatagramsAndEndCleanlyOnSigterm() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess serve =
            CommandProcess.start(WsrServe.class, "0", "--bind", "127.0.0.1", "--verbose")) {
      String listening = serve.awaitLine("relay listening on (127.0.0.1:\\d+)").group(1);
      try (CommandProcess expose = expose(listening, echo);
          CommandProcess connect = connect(listening, serverId(expose))) {
        connect.awaitLine("open: ");
        assertCarriesDatagrams(localAddress(connect));
        serve.awaitLine("tunnel from 127.0.0.1");
        assertEndsCleanly(connect);
        expose.awaitLine("gone: 127.0.0.1");
        assertEndsCleanly(expose);
        serve.awaitLine("is gone");
        assertEndsCleanly(serve);
      }
    }
  }

  @Test
  void connectWithWhatWsrexposePrints() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess expose = expose(relay(), echo)) {
      String id = serverId(expose);
      Matcher command = expose.awaitLine("wsrconnect (\\d+) (ws:\\S+) (\\S+)$");
      assertThat(command.group(1)).isEqualTo(String.valueOf(echo.address().getPort()));
      assertThat(command.group(2)).isEqualTo("ws://" + relay());
      assertThat(command.group(3)).isEqualTo(id);
      String invitation = expose.awaitLine("wsrconnect \\d+ (\\S+@\\S+)$").group(1);
      try (CommandProcess connect = CommandProcess.start(WsrConnect.class, "0", invitation)) {
        connect.awaitLine("open: ");
        assertCarriesDatagrams(localAddress(connect));
      }
    }
  }

  @Test
  void connectWithAServerIdFromStandardInput() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess expose = expose(relay(), echo);
        CommandProcess connect = connect(relay(), "-")) {
      connect.type(serverId(expose).replace('-', ' '));
      connect.awaitLine("open: ");
      assertCarriesDatagrams(localAddress(connect));
    }
  }

  @Test
  void waitForAServerThatIsNotOnlineYet() throws Exception {
    String id = ServerId.random().text();
    try (EchoServer echo = EchoServer.start();
        CommandProcess connect = connect(relay(), id)) {
      connect.awaitLine("server #\\w{6} is not online; waiting for it");
      try (CommandProcess expose = expose(relay(), echo, id)) {
        assertThat(serverId(expose)).isEqualTo(id);
        connect.awaitLine("open: ");
        assertCarriesDatagrams(localAddress(connect));
      }
    }
  }

  @Test
  void giveUpOnAServerThatIsNotOnlineInTime() throws Exception {
    String id = ServerId.random().text();
    try (CommandProcess connect =
        CommandProcess.start(WsrConnect.class, "0", relay(), id, "--wait-for-server", "200ms")) {
      assertThat(connect.awaitExit()).as(connect.toString()).isEqualTo(ExitCode.FAILED);
      assertThat(connect.err()).singleElement().asString().doesNotContain(id);
    }
  }

  @Test
  void keepTheServerIdAcrossRestartsAndCrashes() throws Exception {
    try (EchoServer echo = EchoServer.start()) {
      String first;
      try (CommandProcess expose = expose(relay(), echo)) {
        first = serverId(expose);
        expose.terminate();
        expose.awaitExit();
      }
      try (CommandProcess expose = expose(relay(), echo)) {
        assertThat(serverId(expose)).isEqualTo(first);
        expose.kill();
      }
      try (CommandProcess expose = expose(relay(), echo)) {
        assertThat(serverId(expose)).isEqualTo(first);
        expose.kill();
      }
      try (CommandProcess expose = expose(relay(), echo, "--new-id")) {
        assertThat(serverId(expose)).isNotEqualTo(first);
      }
    }
  }

  @Test
  void refuseToTakeAnIdThatBelongsToAnotherExposer() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess first = expose(relay(), echo, "our-ut99-server")) {
      assertThat(serverId(first)).isEqualTo("our-ut99-server");
      assertThat(first.err()).singleElement().asString().contains("can be guessed");
      String otherDirectory = stateDirectory.resolve("other").toString();
      String[] arguments = {
        "0", relay(), port(echo), "our-ut99-server", "--state-dir", otherDirectory
      };
      try (CommandProcess second = CommandProcess.start(WsrExpose.class, arguments)) {
        assertThat(second.awaitExit()).as(second.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(second.err()).hasSize(2).noneMatch(line -> line.contains("ut99"));
      }
    }
  }

  @Test
  void sayWhenTheRelayCannotBeReached() throws Exception {
    int closedPort = freeTcpPort();
    String nowhere = "127.0.0.1:" + closedPort;
    try (CommandProcess expose =
            CommandProcess.start(
                WsrExpose.class, "0", nowhere, "7777", "--state-dir", stateDirectory.toString());
        CommandProcess connect = connect(nowhere, "some-server")) {
      expose.failsWith(ExitCode.FAILED, nowhere);
      connect.failsWith(ExitCode.FAILED, nowhere);
    }
  }

  @Test
  void giveUpOnARelayThatDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CommandProcess connect =
            connect(
                "127.0.0.1:" + silent.getLocalPort(), "some-server", "--start-timeout", "500ms")) {
      connect.failsWith(ExitCode.FAILED, "127.0.0.1:" + silent.getLocalPort());
    }
  }

  @Test
  void sayWhenAPortIsInUse() throws Exception {
    String relayPort = String.valueOf(relay.localAddress().getPort());
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        CommandProcess serve =
            CommandProcess.start(WsrServe.class, relayPort, "--bind", "127.0.0.1");
        CommandProcess connect =
            CommandProcess.start(
                WsrConnect.class,
                String.valueOf(taken.getLocalPort()),
                relay(),
                ServerId.random().text())) {
      serve.failsWith(ExitCode.FAILED, relayPort);
      connect.failsWith(ExitCode.FAILED, String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void tellOfClientsWhenVerbose() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess expose = expose(relay(), echo, "--verbose");
        CommandProcess connect = connect(relay(), serverId(expose), "--verbose")) {
      connect.awaitLine("open: ");
      assertCarriesDatagrams(localAddress(connect));
      connect.awaitLine("client 127.0.0.1:\\d+ at 127.0.0.1:\\d+");
      String port = expose.awaitLine("reaches 127.0.0.1:\\d+ from 127.0.0.1:(\\d+)").group(1);
      assertThat(port).isEqualTo(String.valueOf(echo.lastSourcePort()));
    }
  }

  @Test
  void exitWith2ForWrongArguments() throws Exception {
    try (CommandProcess serve = CommandProcess.start(WsrServe.class, "http")) {
      serve.failsWith(ExitCode.USAGE, "<listen port>: 'http' is no port");
    }
  }

  private static void assertCarriesDatagrams(InetSocketAddress connector) throws IOException {
    try (EchoClient client = new EchoClient(connector)) {
      for (int size : new int[] {0, 1, 1_472, 65_507}) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        client.exchange(payload);
      }
    }
  }

  private static void assertEndsCleanly(CommandProcess process) throws InterruptedException {
    process.terminate();
    assertThat(process.awaitExit()).as(process.toString()).isZero();
    process.awaitLine("^closing$");
  }

  private CommandProcess expose(String relayAddress, EchoServer server, String... more)
      throws IOException {
    String[] first = {"0", relayAddress, port(server), "--state-dir", stateDirectory.toString()};
    return CommandProcess.start(WsrExpose.class, joined(first, more));
  }

  private static CommandProcess connect(String relayAddress, String serverId, String... more)
      throws IOException {
    return CommandProcess.start(
        WsrConnect.class, joined(new String[] {"0", relayAddress, serverId}, more));
  }

  private static String[] joined(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static String relay() {
    return AddressText.of(relay.localAddress());
  }

  private static String port(EchoServer server) {
    return String.valueOf(server.address().getPort());
  }

  private static String serverId(CommandProcess expose) {
    return expose.awaitLine("^Server ID: (\\S+)$").group(1);
  }

  private static InetSocketAddress localAddress(CommandProcess connect) {
    String port = connect.awaitLine("local programs send to 127.0.0.1:(\\d+)").group(1);
    return new InetSocketAddress("127.0.0.1", Integer.parseInt(port));
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
