package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:40000, 203.0.113.9, 40000",
    "0.0.0.0:0, 0.0.0.0, 0",
    "255.255.255.255:65535, 255.255.255.255, 65535",
    "[2001:db8::7]:5000, 2001:db8:0:0:0:0:0:7, 5000",
    "[::1]:1, 0:0:0:0:0:0:0:1, 1",
    "[::ffff:192.0.2.1]:1, 192.0.2.1, 1"
  })
  void readsAnAddressAndItsPort(String text, String host, int port) {
    InetSocketAddress address = RemoteAddress.parse(text);
    assertThat(address.isUnresolved()).isFalse();
    assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "203.0.113.9",
        "203.0.113.9:",
        "203.0.113.9:65536",
        "203.0.113.9:123456",
        "203.0.113.9:-1",
        "203.0.113:1",
        "203.0.113.9.1:1",
        "999.1.1.1:1",
        "300.1.1.1:1",
        "localhost:1",
        "relay.example:1",
        "2001:db8::7:5000",
        "[]:1",
        "[:]:1",
        "[::1]",
        "[::1]1",
        "[1.2.3.4]:1",
        "[localhost]:1",
        "[host:1]:1", // the JDK would look these two up
        "[%1:2]:1",
        "[fe80::1%no-such-interface]:1",
        "[fe80::1%nosuchinterface]:1",
        "[12345::1]:1",
        "[::1]:1 ",
        "\u0661.1.1.1:1"
      })
  void takesAnythingElseForUnknownWithoutLookingItUp(String text) {
    InetSocketAddress address = RemoteAddress.parse(text);
    assertThat(address.isUnresolved()).isTrue();
    assertThat(address.getHostString()).isEqualTo("unknown");
    assertThat(address.getPort()).isZero();
  }
}
