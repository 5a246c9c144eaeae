package io.github.wsocketrelay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.metrics.testing.Exposition;
import io.github.wsocketrelay.spi.ServerKeys;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a scrape of a relay with traffic has, and what it must not have. */
@Timeout(60)
class RelayMetricsIT {
  private static final Path DASHBOARD = Path.of("../docs/grafana/wsocketrelay.json");
  private static final Path OPERATING = Path.of("../docs/operating.md");
  private static final Pattern NAME = Pattern.compile("\\b(?:wsr|jvm|process)_[a-z_]+\\b");
  private static final int DATAGRAMS = 20;
  private static final int BYTES = 300;

  /** Only a relay that does TLS has it. */
  private static final String EXPIRY = "wsr_relay_tls_certificate_expiry_timestamp_seconds";

  private final ServerId serverId = ServerId.random();
  private final ExposerIdentity identity = ExposerIdentity.forId(serverId);

  private static String get(RelayAdmin admin, String path) {
    URI uri = URI.create("http://127.0.0.1:" + admin.localAddress().getPort() + path);
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String scrape(RelayAdmin admin) {
    String answer = get(admin, "/metrics");
    assertThat(answer).startsWith("200 ");
    return answer.substring(4);
  }

  private static void carry(DatagramSocket server, Connector connector) throws IOException {
    try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress local = connector.localAddress();
      client.setSoTimeout(10_000);
      server.setSoTimeout(10_000);
      for (int i = 0; i < DATAGRAMS; i++) {
        client.send(new DatagramPacket(new byte[BYTES], BYTES, local));
        DatagramPacket got = new DatagramPacket(new byte[2 * BYTES], 2 * BYTES);
        server.receive(got);
        server.send(got);
        client.receive(new DatagramPacket(new byte[2 * BYTES], 2 * BYTES));
      }
    }
  }

  @Test
  void aRelayTellsWhatItCarriesAndNothingOfWhom() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        RelayAdmin admin = RelayAdmin.open(0);
        RelayServer relay = RelayServer.builder().bind("127.0.0.1").start()) {
      assertThat(get(admin, "/readyz")).isEqualTo("503 starting\n");
      admin.watch(relay);
      assertThat(get(admin, "/readyz")).isEqualTo("200 ok\n");
      URI address = URI.create("ws://127.0.0.1:" + relay.localAddress().getPort());
      try (Exposer exposer =
              Exposer.builder()
                  .relay(address)
                  .target(server.getLocalPort())
                  .identity(identity)
                  .start();
          Connector connector = Connector.builder().relay(address).serverId(serverId).start()) {
        carry(server, connector);
        assertRefused(address, server);

        String text = scrape(admin);
        assertNobodyIsNamed(text, relay, exposer, connector, server);
        assertTraffic(admin);
        assertDocumentsKnowTheirNames(Exposition.parse(text));
      }
      admin.drain();
      assertThat(get(admin, "/readyz")).isEqualTo("503 draining\n");
      relay.closeAsync().join();
      assertThat(get(admin, "/readyz")).isEqualTo("503 closed\n");
      assertThat(get(admin, "/healthz")).isEqualTo("503 closed\n");
    }
  }

  private void assertRefused(URI address, DatagramSocket server) {
    ExposerIdentity other = ExposerIdentity.forId(serverId);
    Assertions.assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () ->
                Exposer.builder()
                    .relay(address)
                    .target(server.getLocalPort())
                    .identity(other)
                    .start());
  }

  private static void assertTraffic(RelayAdmin admin) {
    await()
        .untilAsserted(
            () -> {
              Exposition seen = Exposition.parse(scrape(admin));
              double both = 2.0 * DATAGRAMS;
              assertThat(seen.value("wsr_relay_datagrams_total{direction=\"received\"}"))
                  .isEqualTo(both);
              assertThat(seen.value("wsr_relay_bytes_total{direction=\"sent\"}"))
                  .isEqualTo(both * BYTES);
              assertThat(seen.value("wsr_relay_queue_age_seconds_count")).isEqualTo(both);
              assertThat(seen.value("wsr_relay_write_seconds_count")).isPositive();
              assertThat(seen.value("wsr_relay_link_rtt_seconds_count")).isPositive();
              assertThat(seen.value("wsr_relay_link_rtt_seconds_sum")).isPositive();
              assertThat(seen.value("wsr_relay_links{role=\"exposer\"}")).isEqualTo(1);
              assertThat(seen.value("wsr_relay_links{role=\"connector\"}")).isEqualTo(1);
              assertThat(seen.value("wsr_relay_servers")).isEqualTo(1);
              assertThat(seen.value("wsr_relay_tunnels")).isEqualTo(1);
              assertThat(seen.value("wsr_relay_refusals_total{reason=\"taken\"}")).isEqualTo(1);
            });
  }

  private void assertNobodyIsNamed(
      String text, RelayServer relay, Exposer exposer, Connector connector, DatagramSocket server) {
    String tag = ServerKeys.derive(serverId.text()).tag();
    assertThat(text)
        .doesNotContain(
            serverId.text(),
            tag,
            tag.substring(0, 6),
            "127.0.0.1",
            "localhost",
            ":" + relay.localAddress().getPort(),
            ":" + connector.localAddress().getPort(),
            ":" + server.getLocalPort());
    String[] words = serverId.text().split("-"); // One alone may be in what is said of a metric.
    for (int i = 1; i < words.length; i++) {
      assertThat(text).doesNotContainPattern(words[i - 1] + "\\W" + words[i]);
    }
    assertThat(exposer.serverId()).isEqualTo(serverId);
  }

  /** Every metric in the dashboard and the alerts is one that a relay has. */
  private static void assertDocumentsKnowTheirNames(Exposition seen) throws IOException {
    Set<String> known = new TreeSet<>(seen.names());
    known.add(EXPIRY);
    assertThat(namesIn(DASHBOARD)).hasSizeGreaterThan(10).isSubsetOf(known);

    Set<String> listed = new TreeSet<>(seen.families());
    listed.removeIf(family -> !family.startsWith("wsr_"));
    listed.add(EXPIRY);
    known.addAll(listed);
    assertThat(namesIn(OPERATING)).containsAll(listed).isSubsetOf(known);
  }

  private static Set<String> namesIn(Path document) throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher names = NAME.matcher(Files.readString(document));
    while (names.find()) {
      named.add(names.group());
    }
    return named;
  }
}
