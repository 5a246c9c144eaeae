package io.github.wsocketrelay.examples;

import static io.github.wsocketrelay.examples.Commands.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ServerId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that cannot do what they were told, and say why. */
@Timeout(120)
class FailingCommandsIT {
  @RegisterExtension static final LocalRelay RELAY = new LocalRelay();

  @TempDir Path stateDirectory;

  @Test
  void giveUpOnAServerThatIsNotOnlineInTime() throws Exception {
    String id = ServerId.random().text();
    try (CommandProcess connect =
        CommandProcess.start(
            WsrConnect.class, "0", RELAY.address(), id, "--wait-for-server", "200ms")) {
      assertThat(connect.awaitExit()).as(connect.toString()).isEqualTo(ExitCode.FAILED);
      assertThat(connect.err()).singleElement().asString().doesNotContain(id);
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
    String relayPort = String.valueOf(RELAY.port());
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        CommandProcess serve =
            CommandProcess.start(WsrServe.class, relayPort, "--bind", "127.0.0.1");
        CommandProcess connect =
            CommandProcess.start(
                WsrConnect.class,
                String.valueOf(taken.getLocalPort()),
                RELAY.address(),
                ServerId.random().text())) {
      serve.failsWith(ExitCode.FAILED, relayPort);
      connect.failsWith(ExitCode.FAILED, String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void exitWith2ForWrongArguments() throws Exception {
    try (CommandProcess serve = CommandProcess.start(WsrServe.class, "http")) {
      serve.failsWith(ExitCode.USAGE, "<listen port>: 'http' is no port");
    }
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
