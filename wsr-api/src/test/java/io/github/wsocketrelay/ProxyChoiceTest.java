package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyChoiceTest {
  private static final URI PLAIN = URI.create("ws://relay.example:8080");
  private static final URI SECURE = URI.create("wss://relay.example");
  private static final HttpProxy A = new HttpProxy("a.example", 1);
  private static final HttpProxy B = new HttpProxy("b.example", 2);

  private final ProxySelector before = ProxySelector.getDefault();

  @AfterEach
  void putBack() {
    ProxySelector.setDefault(before);
  }

  private static Optional<HttpProxy> chosen(Map<String, String> environment, URI relay) {
    return ProxyChoice.environment(environment).proxyFor(relay);
  }

  private static void select(String scheme, Proxy.Type type) {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            assertThat(uri.getHost()).isEqualTo("relay.example");
            return List.of(
                uri.getScheme().equals(scheme)
                    ? new Proxy(type, InetSocketAddress.createUnresolved("a.example", 1))
                    : Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "https", "http"})
  void takesAProxyOfTheSystemForAnyOfTheSchemes(String scheme) {
    select(scheme, Proxy.Type.HTTP);

    assertThat(ProxyChoice.system().proxyFor(PLAIN)).contains(A);
    assertThat(ProxyChoice.system().proxyFor(SECURE)).contains(A);
  }

  @Test
  void goesWithoutWhereTheSystemHasNoHttpProxy() {
    select("socket", Proxy.Type.SOCKS);
    assertThat(ProxyChoice.system().proxyFor(SECURE)).isEmpty();

    ProxySelector.setDefault(null);
    assertThat(ProxyChoice.system().proxyFor(SECURE)).isEmpty();
  }

  @Test
  void takesTheVariableOfTheScheme() {
    Map<String, String> environment =
        Map.of("http_proxy", "http://a.example:1", "HTTPS_PROXY", "b.example:2");

    assertThat(chosen(environment, PLAIN)).contains(A);
    assertThat(chosen(environment, SECURE)).contains(B);
    assertThat(chosen(Map.of("all_proxy", "http://a.example:1"), PLAIN)).contains(A);
    assertThat(chosen(Map.of("ALL_PROXY", "http://a.example:1"), SECURE)).contains(A);
    assertThat(chosen(Map.of("http_proxy", "http://a.example:1"), SECURE)).isEmpty();
    assertThat(chosen(Map.of("http_proxy", " "), PLAIN)).isEmpty();
  }

  @Test
  void doesNotTakeAHeaderOfARequestForASetting() {
    Map<String, String> cgi = Map.of("HTTP_PROXY", "http://a.example:1", "REQUEST_METHOD", "GET");

    assertThat(chosen(cgi, PLAIN)).isEmpty();
    assertThat(chosen(Map.of("HTTP_PROXY", "http://a.example:1"), PLAIN)).contains(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "relay.example",
        "RELAY.EXAMPLE",
        "other.example, example",
        ".example",
        "*.example",
        "relay.example:8080"
      })
  void goesWithoutWhereNoProxySaysSo(String without) {
    assertThat(chosen(Map.of("all_proxy", "http://a.example:1", "no_proxy", without), PLAIN))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lay.example", "x.relay.example", "relay.example:81", "10.0.0.0/8"})
  void goesThroughTheProxyElsewhere(String without) {
    assertThat(chosen(Map.of("all_proxy", "http://a.example:1", "NO_PROXY", without), PLAIN))
        .contains(A);
  }

  @Test
  void comparesAddressesWithRanges() {
    Map<String, String> environment =
        Map.of("all_proxy", "http://a.example:1", "no_proxy", "10.0.0.0/8,2001:db8::/32");

    assertThat(chosen(environment, URI.create("ws://10.1.2.3"))).isEmpty();
    assertThat(chosen(environment, URI.create("ws://11.1.2.3"))).contains(A);
    assertThat(chosen(environment, URI.create("ws://[2001:db8::7]"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://localhost:80", "wss://127.9.9.9", "ws://[::1]:8080"})
  void reachesThisMachineWithout(String relay) {
    assertThat(chosen(Map.of("all_proxy", "http://a.example:1"), URI.create(relay))).isEmpty();
  }

  @Test
  void saysWhichVariableNamesNoProxy() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ProxyChoice.environment(Map.of("https_proxy", "socks5://ann:s3cret@a.example")))
        .withMessageContaining("https_proxy")
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"));
  }
}
