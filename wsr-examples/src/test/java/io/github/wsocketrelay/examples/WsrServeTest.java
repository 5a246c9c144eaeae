package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsrServeTest {
  @Test
  void asksForThePort() {
    CommandRun.serve()
        .isUsageError("<listen port> is missing: write wsrserve [options] <listen port>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "65536", "8080x", "999999999999"})
  void namesAPortThatIsNone(String port) {
    CommandRun.serve(port)
        .isUsageError("<listen port>: '" + port + "' is no port: write a number from 0 to 65535");
  }

  @Test
  void namesAnUnknownOptionWithoutItsValue() {
    CommandRun run = CommandRun.serve("8080", "--token=secret");
    run.isUsageError("there is no option --token");
    assertThat(run.err()).doesNotContain("secret");
  }

  @Test
  void refusesMoreThanAPort() {
    CommandRun.serve("8080", "8081").isUsageError("too many arguments, 1 of them");
  }

  @Test
  void namesABindAddressThatHasNone() {
    CommandRun.serve("0", "--bind", "no-such-host.invalid")
        .isUsageError("--bind: 'no-such-host.invalid' has no address");
  }

  @Test
  void namesAPublicHostThatIsAUrl() {
    CommandRun.serve("0", "--public-host", "https://relay.example")
        .isUsageError("'https://relay.example'");
  }

  @Test
  void showsAllLimits() {
    CommandRun run = CommandRun.serve("--limits");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(RelayLimit.values().length + 1);
    assertThat(run.out()).containsPattern("(?m)^links +4096 +1 +1000000$");
  }

  @Test
  void namesALimitThatIsNone() {
    CommandRun.serve("0", "--limit", "zzzzzz=7")
        .isUsageError("--limit: there is no limit 'zzzzzz': there are handshake-seconds, ");
    CommandRun.serve("0", "--limit", "lynks=7")
        .isUsageError("there is no limit 'lynks'; did you mean 'links'? (try");
    CommandRun.serve("0", "--limit", "links")
        .isUsageError("--limit: 'links' is no NAME=VALUE: write one, as links=500");
    CommandRun.serve("0", "--limit", "links=5", "--limit", "links=6")
        .isUsageError("--limit: links is there twice, with 5 and 6: leave one of them out");
    CommandRun.serve("0", "--limit", "LINKS_PER_ADDRESS=0")
        .isUsageError("--limit: '0' is no whole number from 1 to 1000000 for links-per-address:");
    CommandRun.serve("0", "--limit", "links=0")
        .isUsageError("--limit: '0' is no whole number from 1 to 1000000 for links: write one, as");
    CommandRun.serve("0", "--limit", "links=many")
        .isUsageError("--limit: 'many' is no whole number from 1 to 1000000 for links");
  }

  @Test
  void namesWhatIsWrongWithAccess() {
    CommandRun.serve("0", "--allow-origin", "play.example")
        .isUsageError("--allow-origin: 'play.example' is no origin");
    CommandRun.serve("0", "--trust-proxy", "proxy.lan")
        .isUsageError("'proxy.lan' is no address range");
    CommandRun.serve("0", "--cert", "chain.pem").isUsageError("--cert and --key belong together");
    CommandRun.serve("0", "--client-ca", "ca.pem").isUsageError("--client-ca needs TLS");
  }

  @Test
  void namesWhatIsWrongWithTheAdminPort() {
    CommandRun.serve("0", "--admin-port", "http").isUsageError("--admin-port: 'http' is no port");
    CommandRun.serve("0", "--admin-bind", "0.0.0.0")
        .isUsageError("--admin-bind needs --admin-port");
    CommandRun.serve("0", "--drain-seconds", "5")
        .isUsageError("--drain-seconds needs --admin-port");
    CommandRun.serve("0", "--admin-port", "0", "--drain-seconds", "-1")
        .isUsageError("--drain-seconds: '-1' is no whole number from 0 to 3600: write one, as 20");
    CommandRun.serve("0", "--admin-port", "0", "--admin-bind", "no-such-host.invalid")
        .isUsageError("--admin-bind: 'no-such-host.invalid' has no address");
  }

  @Test
  void explainsItself() {
    CommandRun run = CommandRun.serve("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: wsrserve [options] <listen port>", "wsrserve 8080");
  }

  @Test
  void tellsItsVersion() {
    CommandRun run = CommandRun.serve("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("wsrserve \\S.* on Java \\S+\\R");
  }
}
