package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example, 3128",
    "proxy.example:3128, proxy.example, 3128",
    "proxy.example, proxy.example, 80",
    "HTTP://proxy.example/, proxy.example, 80",
    "http://[2001:db8::1]:3128, [2001:db8::1], 3128"
  })
  void isReadWithAndWithoutScheme(String text, String host, int port) {
    assertThat(HttpProxy.parse(text)).isEqualTo(new HttpProxy(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::1", "[2001:db8::1]"})
  void showsAnAddressOfIpv6InBrackets(String host) {
    assertThat(new HttpProxy(host, 3128)).hasToString("http://[2001:db8::1]:3128");
  }

  @Test
  void decodesTheLoginAndDoesNotShowIt() {
    HttpProxy proxy = HttpProxy.parse("http://ann:p%40ss%3A+w@proxy.example:3128");

    assertThat(proxy).isEqualTo(new HttpProxy("proxy.example", 3128, "ann", "p@ss:+w"));
    assertThat(proxy).hasToString("http://proxy.example:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ann:s3cret@proxy.example",
        "socks5://ann:s3cret@proxy.example",
        "http://ann:s3cret@",
        "http://ann:s3cret@proxy example",
        "http://ann:s3cret@proxy.example:port",
        "http://ann:s3cret@proxy.example:0",
        "http://a%3Ann:s3cret@proxy.example",
        "http://ann:s3cret%zz@proxy.example",
        "http://ann:12/s3cret@proxy.example",
        "http://ann:12?s3cret@proxy.example",
        "http://ann:12#s3cret@proxy.example",
        "ann:12/s3cret@proxy.example:3128",
        "http://proxy.example:3128/?s3cret"
      })
  void refusesWhatIsNoProxyWithoutRepeatingItsPassword(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpProxy.parse(text))
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"));
  }
}
