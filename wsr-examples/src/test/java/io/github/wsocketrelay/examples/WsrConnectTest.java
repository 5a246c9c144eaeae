package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ServerId;
import org.junit.jupiter.api.Test;

class WsrConnectTest {
  @Test
  void asksForWhatIsMissing() {
    CommandRun.connect()
        .isUsageError("<local listen port> and <relay address> are missing: write wsrconnect [opt");
  }

  @Test
  void asksForTheServerId() {
    CommandRun.connect("7777", "relay.example")
        .isUsageError("the server ID is missing: give it after the relay address");
  }

  @Test
  void namesALocalPortThatIsNoneAmongSeveral() {
    CommandRun.connect("7777,x", "relay.example", "my-server")
        .isUsageError("'x' is no port: write a number from 0 to 65535");
  }

  @Test
  void refusesALocalPortTwice() {
    CommandRun.connect("7777,7777", "relay.example", "my-server")
        .isUsageError("local port 7777 is given twice");
  }

  @Test
  void namesARelayAddressThatIsNone() {
    CommandRun.connect("7777", "ftp://relay.example", "my-server")
        .isUsageError("'ftp://relay.example' is no relay address");
  }

  @Test
  void namesTheWrongWordOfAServerIdAndTheNearestRightOne() {
    String[] words = ServerId.random().text().split("-", -1);
    String right = words[2];
    words[2] = right + "zz";
    CommandRun.connect("7777", "relay.example", String.join("-", words))
        .isUsageError("word 3 of the server ID, '%szz', is not on the list".formatted(right));
  }

  @Test
  void doesNotTakeTwoServerIds() {
    CommandRun.connect("7777", "my-server@relay.example", "my-server")
        .isUsageError("the server ID is given twice");
  }

  @Test
  void namesTheWrongPartOfAnInvitation() {
    CommandRun.connect("7777", "my-server@ftp://relay.example")
        .isUsageError("'ftp://relay.example' is no relay address");
  }

  @Test
  void readsTheServerIdFromStandardInput() {
    CommandRun.connectReading("ab\nmy-server\n", "7777", "relay.example", "-")
        .isUsageError("a server ID has 3 to 64 letters");
  }

  @Test
  void readsAnInvitationFromStandardInput() {
    CommandRun.connectReading("my-server@ftp://relay.example\n", "7777", "-")
        .isUsageError("'ftp://relay.example' is no relay address");
  }

  @Test
  void saysWhenStandardInputIsEmpty() {
    CommandRun.connectReading("", "7777", "relay.example", "-")
        .isUsageError("the first line of standard input is empty");
  }

  @Test
  void namesATimeThatIsNone() {
    CommandRun.connect("7777", "relay.example", "my-server", "--wait-for-server", "soon")
        .isUsageError("--wait-for-server: 'soon' is no length of time");
  }

  @Test
  void namesABindAddressThatHasNone() {
    CommandRun.connect("7777", "relay.example", "my-server", "--bind", "no-such-host.invalid")
        .isUsageError("'no-such-host.invalid' has no address");
  }

  @Test
  void explainsItself() {
    CommandRun run = CommandRun.connect("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "wsrconnect [options] <local listen port> <relay address> <server ID>",
            "wsrconnect [options] <local listen port> <server ID>@<relay address>");
  }
}
