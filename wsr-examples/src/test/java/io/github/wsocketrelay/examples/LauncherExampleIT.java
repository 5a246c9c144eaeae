package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LauncherExampleIT {
  @Test
  void letsAFriendJoinWhoHasTheInvitation() throws Exception {
    try (EchoServer game = EchoServer.start();
        CommandProcess relay = CommandProcess.start(EmbeddedRelayExample.class, "0")) {
      String port = relay.awaitLine("relay listening on .*:(\\d+);").group(1);
      try (CommandProcess host = host("127.0.0.1:" + port, game);
          CommandProcess friend = join(host)) {
        int localPort = Integer.parseInt(friend.awaitLine("join .*127.0.0.1:(\\d+)").group(1));
        try (EchoClient client = new EchoClient(new InetSocketAddress("127.0.0.1", localPort))) {
          client.exchange("hello".getBytes());
        }
        host.awaitLine("plays from port " + game.lastSourcePort());
        assertEndsOnEnter(friend);
        assertEndsOnEnter(host);
        assertEndsOnEnter(relay);
      }
    }
  }

  private static CommandProcess host(String relay, EchoServer game) throws IOException {
    String gamePort = String.valueOf(game.address().getPort());
    return CommandProcess.start(LauncherExample.class, "host", relay, gamePort);
  }

  private static CommandProcess join(CommandProcess host) throws IOException {
    String invitation = host.awaitLine("Give this to your friends: (\\S+)").group(1);
    return CommandProcess.start(LauncherExample.class, "join", invitation);
  }

  private static void assertEndsOnEnter(CommandProcess process) throws InterruptedException {
    process.type("");
    assertThat(process.awaitExit()).as(process.toString()).isZero();
  }
}
