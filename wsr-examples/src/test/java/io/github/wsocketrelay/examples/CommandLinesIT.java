package io.github.wsocketrelay.examples;

import static io.github.wsocketrelay.examples.Commands.connect;
import static io.github.wsocketrelay.examples.Commands.expose;
import static io.github.wsocketrelay.examples.Commands.localAddress;
import static io.github.wsocketrelay.examples.Commands.serverId;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ServerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandLinesIT {
  @RegisterExtension static final LocalRelay RELAY = new LocalRelay();

  @TempDir Path stateDirectory;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void carryDatagramsAndEndCleanlyOnSigterm() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess serve =
            CommandProcess.start(WsrServe.class, "0", "--bind", "127.0.0.1", "--verbose")) {
      String listening = serve.awaitLine("relay listening on (127.0.0.1:\\d+)").group(1);
      try (CommandProcess expose = expose(stateDirectory, listening, echo);
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
        CommandProcess expose = expose(stateDirectory, RELAY.address(), echo)) {
      String id = serverId(expose);
      Matcher command = expose.awaitLine("wsrconnect (\\d+) (ws:\\S+) (\\S+)$");
      assertThat(command.group(1)).isEqualTo(String.valueOf(echo.address().getPort()));
      assertThat(command.group(2)).isEqualTo("ws://" + RELAY.address());
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
        CommandProcess expose = expose(stateDirectory, RELAY.address(), echo);
        CommandProcess connect = connect(RELAY.address(), "-")) {
      connect.type(serverId(expose).replace('-', ' '));
      connect.awaitLine("open: ");
      assertCarriesDatagrams(localAddress(connect));
    }
  }

  @Test
  void waitForAServerThatIsNotOnlineYet() throws Exception {
    String id = ServerId.random().text();
    try (EchoServer echo = EchoServer.start();
        CommandProcess connect = connect(RELAY.address(), id)) {
      connect.awaitLine("server #\\w{6} is not online; waiting for it");
      try (CommandProcess expose = expose(stateDirectory, RELAY.address(), echo, id)) {
        assertThat(serverId(expose)).isEqualTo(id);
        connect.awaitLine("open: ");
        assertCarriesDatagrams(localAddress(connect));
      }
    }
  }

  @Test
  void tellOfClientsWhenVerbose() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess expose = expose(stateDirectory, RELAY.address(), echo, "--verbose");
        CommandProcess connect = connect(RELAY.address(), serverId(expose), "--verbose")) {
      connect.awaitLine("open: ");
      assertCarriesDatagrams(localAddress(connect));
      connect.awaitLine("client 127.0.0.1:\\d+ at 127.0.0.1:\\d+");
      String port = expose.awaitLine("reaches 127.0.0.1:\\d+ from 127.0.0.1:(\\d+)").group(1);
      assertThat(port).isEqualTo(String.valueOf(echo.lastSourcePort()));
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
}
