package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AddressRange;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedForTest {
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 443);

  private final ForwardedFor forwarded =
      new ForwardedFor(
          List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8::/32")));

  private String clientOf(String... headers) {
    return forwarded.clientOf(PROXY, List.of(headers)).getAddress().getHostAddress();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9                          | 203.0.113.9",
        "203.0.113.9:4711                     | 203.0.113.9",
        "192.0.2.66, 203.0.113.9, 10.0.0.7    | 203.0.113.9",
        "192.0.2.66,203.0.113.9,2001:db8::7   | 203.0.113.9",
        "2001:4860::8888                      | 2001:4860:0:0:0:0:0:8888",
        "[2001:4860::8888]:443                | 2001:4860:0:0:0:0:0:8888",
        "::ffff:203.0.113.9                   | 203.0.113.9",
        "10.0.0.9                             | 10.0.0.9",
        "192.0.2.66, unknown                  | 10.0.0.1",
        "192.0.2.66, unknown, 10.0.0.7        | 10.0.0.7",
        "192.0.2.66,                          | 10.0.0.1",
      })
  void theRightMostAddressThatIsNoTrustedProxysCounts(String header, String client) {
    assertThat(clientOf(header)).isEqualTo(client);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(clientOf("192.0.2.66", "203.0.113.9", "10.0.0.7")).isEqualTo("203.0.113.9");
    assertThat(clientOf()).isEqualTo("10.0.0.1");
  }

  @Test
  void whatAnUntrustedPeerSaysCountsNot() {
    InetSocketAddress stranger = new InetSocketAddress("203.0.113.9", 4_711);
    assertThat(forwarded.clientOf(stranger, List.of("192.0.2.66"))).isEqualTo(stranger);
    assertThat(new ForwardedFor(List.of()).clientOf(PROXY, List.of("192.0.2.66"))).isEqualTo(PROXY);
  }

  @Test
  void readsNoMoreThan32Entries() {
    String proxies = Stream.generate(() -> "10.0.0.7").limit(32).collect(Collectors.joining(","));
    assertThat(clientOf("203.0.113.9," + proxies)).isEqualTo("10.0.0.7");
    assertThat(clientOf("203.0.113.9," + proxies.substring(9))).isEqualTo("203.0.113.9");
  }

  /** What has another form is given to nobody who could ask a name server for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "999.1.1.1",
        "256.1.1.1",
        "1.1.1",
        "1",
        "01.1.1.1",
        "0x7f.1.1.1",
        "1.1.1.1.1",
        "1.1.1.1.",
        "relay.example",
        "cafe",
        "dead.beef",
        "fe80::1%eth0",
        "[2001:db8::1",
        "[203.0.113.9]",
        "203.0.113.9:",
        "203.0.113.9:123456",
        "::1 ",
        "",
        "_hidden",
      })
  void whatIsNoAddressIsNoText(String entry) {
    assertThat(ForwardedFor.address(entry)).isNull();
    assertThat(ForwardedFor.parse(entry)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {":", ":::", "1::2::3", "12345::", "::999.1.1.1", "a:b", "::."})
  void whatOnlyLooksLikeAnIpv6AddressIsNone(String entry) {
    // With a colon, Java looks nothing up: RFC 952 allows none in a name.
    assertThat(ForwardedFor.parse(entry)).isNull();
  }

  @Test
  void whatIsLongerThanAnyAddressIsNotEvenLookedAt() {
    assertThat(ForwardedFor.parse("[" + "0".repeat(62) + "::1]")).isNull();
    String longest = "[0000:0000:0000:0000:0000:ffff:255.255.255.255]:65535";
    assertThat(Objects.requireNonNull(ForwardedFor.parse(longest)).getHostAddress())
        .isEqualTo("255.255.255.255");
    String colons = ":".repeat(100_000);
    assertThat(clientOf("192.0.2.66," + colons)).isEqualTo("10.0.0.1");
    String[] commas = new String[50];
    Arrays.fill(commas, ",".repeat(1_000));
    assertThat(clientOf(commas)).isEqualTo("10.0.0.1");
  }
}
