package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:7777",
    "::1, [::1]:7777",
    "::, [::]:7777",
    "fe80::1:2, [fe80::1:2]:7777",
    "2001:db8:1:2:3:4:5:6, [2001:db8:1:2:3:4:5:6]:7777"
  })
  void writesAddressesAsPeopleTypeThem(String address, String text) throws Exception {
    assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName(address), 7777)))
        .isEqualTo(text);
  }
}
