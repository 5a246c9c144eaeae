package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.HttpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SecurityOptionsTest {
  private static final URI RELAY = URI.create("wss://relay.example");
  private static final String ID = "some-server";

  @Test
  void goThroughTheProxyThatIsGiven() {
    assertThat(
            read(Map.of(), "--proxy", "http://me:secret@proxy.lan:3128").proxies().proxyFor(RELAY))
        .contains(new HttpProxy("proxy.lan", 3128, "me", "secret"));
  }

  @Test
  void goThroughTheProxyOfTheEnvironmentUnlessToldOtherwise() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy.lan:3128");
    assertThat(read(environment).proxies().proxyFor(RELAY))
        .contains(new HttpProxy("proxy.lan", 3128));
    assertThat(read(environment, "--proxy", "none").proxies().proxyFor(RELAY)).isEmpty();
  }

  @Test
  void readTheFilesOfTls() {
    LinkSecurity security =
        read(
            Map.of(),
            "--ca",
            "ca.pem",
            "--cert",
            "me.pem",
            "--key",
            "me.key",
            "--pin",
            "00".repeat(32));
    assertThat(security.tls().authorities()).contains(Path.of("ca.pem"));
    assertThat(security.tls().chain()).contains(Path.of("me.pem"));
    assertThat(security.tls().key()).contains(Path.of("me.key"));
    assertThat(security.tls().pin()).isPresent();
  }

  @Test
  void namesWhatIsWrongWithoutRepeatingAPassword() {
    CommandRun.connect("0", "wss://relay.example", ID, "--proxy", "ftp://me:secret@proxy")
        .isUsageError("--proxy: this is no HTTP proxy, its scheme is ftp");
    CommandRun.connect("0", "wss://relay.example", ID, "--pin", "1234")
        .isUsageError("--pin: '1234' is no pin");
    CommandRun.connect("0", "wss://relay.example", ID, "--cert", "me.pem")
        .isUsageError("--cert and --key belong together");
    CommandRun.connect("0", "wss://relay.example", ID, "--keystore", "me.p12", "--cert", "me.pem")
        .isUsageError("leave --cert and --key out");
    CommandRun.connect("0", "wss://relay.example", ID, "--token-file", "no-such-file")
        .isUsageError("--token-file: cannot read no-such-file: it is not there");
  }

  private static LinkSecurity read(Map<String, String> environment, String... arguments) {
    SecurityOptions options =
        new SecurityOptions(new Secrets(environment, question -> null), environment);
    CommandLine line = new CommandLine(options);
    Values.applyTo(line);
    line.parseArgs(arguments);
    return options.read();
  }
}
