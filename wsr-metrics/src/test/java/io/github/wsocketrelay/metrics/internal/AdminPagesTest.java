package io.github.wsocketrelay.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.metrics.testing.Exposition;
import io.github.wsocketrelay.metrics.testing.FakeRelay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminPagesTest {
  private final AdminPages pages = new AdminPages();
  private final FakeRelay relay = new FakeRelay();

  private Answer ask(String request) {
    return pages.answer(RequestHead.parse(request));
  }

  private String get(String path) {
    Answer answer = ask("GET " + path + " HTTP/1.1");
    return answer.status().substring(0, 4)
        + new String(answer.body(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void aRelayThatStartsIsWellButNotReady() {
    assertThat(get("/healthz")).isEqualTo("200 ok");
    assertThat(get("/readyz")).isEqualTo("503 starting");
    assertThat(get("/metrics")).startsWith("200 ").contains("jvm_").doesNotContain("wsr_relay_");
  }

  @Test
  void aRelayThatRunsIsReady() {
    pages.watch(relay);
    assertThat(get("/healthz")).isEqualTo("200 ok");
    assertThat(get("/readyz")).isEqualTo("200 ok");
  }

  @Test
  void aRelayThatDrainsIsWellButNotReady() {
    pages.watch(relay);
    pages.drain();
    assertThat(get("/healthz")).isEqualTo("200 ok");
    assertThat(get("/readyz")).isEqualTo("503 draining");
    pages.drain();
    assertThat(get("/readyz")).isEqualTo("503 draining");
  }

  @Test
  void aRelayThatClosesIsWellUntilItHasEnded() {
    pages.watch(relay);
    relay.state = RoleState.CLOSING;
    relay.sinceLook = Duration.ofMinutes(1); // It looks no more.
    assertThat(get("/healthz")).isEqualTo("200 ok");
    assertThat(get("/readyz")).isEqualTo("503 draining");
    relay.state = RoleState.CLOSED;
    assertThat(get("/healthz")).isEqualTo("503 closed");
    assertThat(get("/readyz")).isEqualTo("503 closed");
  }

  @Test
  void aRelayThatDoesNotLookAfterItsLinksIsNotWell() {
    pages.watch(relay);
    relay.sinceLook = Duration.ofSeconds(15);
    assertThat(get("/healthz")).isEqualTo("200 ok");
    relay.sinceLook = Duration.ofSeconds(16);
    assertThat(get("/healthz")).isEqualTo("503 the relay has not looked after its links for 16 s");
    assertThat(get("/readyz")).startsWith("503 the relay has not looked");
  }

  @Test
  void watchesOneRelay() {
    pages.watch(relay);
    assertThatIllegalStateException().isThrownBy(() -> pages.watch(new FakeRelay()));
  }

  @Test
  void givesTheFormatThatIsAskedFor() {
    pages.watch(relay);
    Answer plain = ask("GET /metrics HTTP/1.1\r\nAccept: text/html,*/*");
    assertThat(plain.contentType()).startsWith("text/plain; version=0.0.4");
    Exposition.parse(new String(plain.body(), StandardCharsets.UTF_8)).value("wsr_relay_tunnels");
    Answer open =
        ask("GET /metrics?x=1 HTTP/1.1\r\nHost: a\r\naccept: application/openmetrics-text");
    assertThat(open.contentType()).startsWith("application/openmetrics-text");
    assertThat(new String(open.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
  }

  /** What Prometheus asks for when it takes native histograms. */
  @Test
  void givesTextToWhoWouldRatherHaveProtobuf() {
    pages.watch(relay);
    Answer answer =
        ask(
            "GET /metrics HTTP/1.1\r\nHost: a\r\naccept: application/vnd.google.protobuf;"
                + "proto=io.prometheus.client.MetricFamily;encoding=delimited,text/plain;q=0.3");
    assertThat(answer.status()).isEqualTo("200 OK");
    assertThat(answer.contentType()).startsWith("text/plain");
  }

  @Test
  void takesOnlyGetAndHead() {
    assertThat(ask("HEAD /healthz HTTP/1.1").status()).isEqualTo("200 OK");
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
      Answer answer = ask(method + " /metrics HTTP/1.1");
      assertThat(answer.status()).isEqualTo("405 Method Not Allowed");
      assertThat(answer.extra()).isEqualTo("Allow: GET, HEAD\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/healthz/x", "/Healthz", "/..", "/favicon.ico"})
  void hasNothingElse(String path) {
    assertThat(get(path)).startsWith("404 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /metrics",
        "GET  /metrics HTTP/1.1",
        "GET metrics HTTP/1.1",
        "GET http://a/metrics HTTP/1.1",
        "GET /metrics HTTP/2",
        "\u0016\u0003\u0001"
      })
  void refusesWhatIsNoRequest(String text) {
    assertThat(pages.answer(RequestHead.parse(text)).status()).isEqualTo("400 Bad Request");
  }
}
