package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.CheckStep.Point;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checks go the whole way, and stop with the cause and the mend where it ends. */
@Timeout(60)
@ExtendWith(Leaks.class)
class CheckIT {
  @TempDir Path directory;
  private final Roles roles = new Roles();
  private final ServerId serverId = ServerId.random();
  private final List<CheckStep> steps = new ArrayList<>();

  @AfterEach
  void endAll() {
    roles.close();
  }

  private ConnectorBuilder connector(URI relay) {
    return Connector.builder().relay(relay).serverId(serverId);
  }

  private boolean check(ConnectorBuilder builder) {
    return builder.check(steps::add);
  }

  private List<Point> points() {
    return steps.stream().map(CheckStep::point).toList();
  }

  private void assertFailsAt(Point point, String text) {
    CheckStep last = steps.get(steps.size() - 1);
    assertThat(last.point()).as(steps.toString()).isEqualTo(point);
    assertThat(last.text()).contains(text).doesNotContain(serverId.text());
    assertThat(steps).filteredOn(step -> !step.passed()).containsExactly(last);
  }

  @Test
  void passesEachStepToAServerThatIsOnlineThroughProxyAndTls() throws Exception {
    Certificate certificate = Certificate.of("dns:localhost,ip:127.0.0.1");
    Path chain = certificate.chainFile(directory, "chain.pem");
    RelayServer relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .tls(RelayTls.pem(chain, certificate.keyFile(directory, "key.pem")))
                .start());
    URI uri = URI.create("wss://127.0.0.1:" + relay.localAddress().getPort());
    SideTls tls = SideTls.DEFAULT.trusting(chain);
    Exposer exposer =
        roles.keep(
            Exposer.builder()
                .relay(uri)
                .tls(tls)
                .serverId(serverId)
                .target(roles.peer().port())
                .start());
    ConnectProxy proxy = roles.keep(ConnectProxy.open());
    assertThat(check(connector(uri).tls(tls).proxy(proxy.proxy()))).as(steps.toString()).isTrue();
    assertThat(points())
        .containsExactly(
            Point.RELAY,
            Point.PROXY,
            Point.NAME,
            Point.CONNECTION,
            Point.PROXY,
            Point.TLS,
            Point.WEBSOCKET,
            Point.ACCESS,
            Point.SERVER,
            Point.PATH);
    assertThat(steps).allMatch(CheckStep::passed);
    assertThat(steps.get(5).text()).contains("TLSv1.3", "certificate of CN=test until 2");
    assertThat(steps.get(9).text()).contains("of 20 probes to the exposer came back, RTT ");
    assertThat(exposer.flows()).isEmpty();
  }

  @Test
  void saysThatNothingListensAtThePort() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = taken.getLocalPort();
    }
    assertThat(check(connector(URI.create("ws://127.0.0.1:" + port)))).isFalse();
    assertFailsAt(Point.CONNECTION, "nothing listens there: is the relay running");
  }

  @Test
  void saysThatANameHasNoAddress() {
    assertThat(check(connector(URI.create("ws://no-such-host.invalid")))).isFalse();
    assertFailsAt(Point.NAME, "its name has no address: check the spelling");
  }

  @Test
  void saysThatACertificateIsSelfSigned() {
    Certificate certificate = Certificate.of("ip:127.0.0.1");
    RelayServer relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .tls(
                    RelayTls.pem(
                        certificate.chainFile(directory, "chain.pem"),
                        certificate.keyFile(directory, "key.pem")))
                .start());
    assertThat(check(connector(URI.create("wss://127.0.0.1:" + relay.localAddress().getPort()))))
        .isFalse();
    assertFailsAt(
        Point.TLS,
        "is self-signed: if it is the right one, trust its file, with --ca or SideTls.trusting (pin ");
  }

  @Test
  void saysThatATokenIsWrongOrMissing() throws IOException {
    Path tokens =
        Files.write(
            directory.resolve("tokens"), List.of(AccessToken.generate().sha256() + " name=ada"));
    RelayServer relay = roles.keep(RelayServer.builder().bind("127.0.0.1").tokens(tokens).start());
    AccessToken wrong = AccessToken.generate();
    assertThat(check(connector(Roles.uri(relay)).accessToken(wrong))).isFalse();
    assertFailsAt(Point.ACCESS, "refused with HTTP 403: check that this side's access token");
    steps.clear();
    assertThat(
            Exposer.builder().relay(Roles.uri(relay)).target(roles.peer().port()).check(steps::add))
        .isFalse();
    assertFailsAt(Point.ACCESS, "refused with HTTP 403: check that this side's access token");
  }

  @Test
  void saysThatAServerIsNotOnline() {
    assertThat(check(connector(Roles.uri(roles.relay())))).isFalse();
    assertFailsAt(Point.SERVER, "is not online at this relay: is its exposer running");
  }

  @Test
  void turnsToTheNextRelayUntilOneLeadsToTheServer() throws IOException {
    RelayServer relay = roles.relay();
    RawSide exposer = exposerOfNoReports(relay);
    URI away;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      away = URI.create("ws://127.0.0.1:" + taken.getLocalPort());
    }
    CompletableFuture<Boolean> checked =
        CompletableFuture.supplyAsync(
            () ->
                check(
                    Connector.builder()
                        .relays(List.of(away, Roles.uri(relay)))
                        .serverId(serverId)));
    refuseReports(exposer);
    assertThat(checked.orTimeout(10, TimeUnit.SECONDS).join()).as(steps.toString()).isTrue();
    assertThat(steps).filteredOn(step -> !step.passed()).hasSize(1);
    assertThat(steps.get(steps.size() - 1).text())
        .contains("the server's exposer is of a version that knows no reports");
  }

  /** Plays an exposer of the first version. */
  private RawSide exposerOfNoReports(RelayServer relay) {
    RawSide exposer = roles.keep(RawSide.exposer(relay, serverId)).registering();
    exposer.next(ControlMessage.Registered.class);
    return exposer;
  }

  private static void refuseReports(RawSide exposer) {
    int channel = exposer.next(ControlMessage.TunnelOpened.class).channel();
    exposer.say(new ControlMessage.TunnelAccepted(channel));
    ControlMessage.FlowOpened reports = exposer.next(ControlMessage.FlowOpened.class);
    assertThat(reports.target()).isEqualTo(PathMeter.TARGET);
    exposer.say(new ControlMessage.FlowClosed(channel, reports.flow()));
    assertThat(exposer.next(ControlMessage.FlowClosed.class).flow()).isEqualTo(reports.flow());
  }

  @Test
  void doesNotDisplaceARunningExposerOfTheSameIdentity() {
    RelayServer relay = roles.relay();
    UdpPeer server = roles.peer();
    Exposer running =
        roles.exposer(relay, builder -> builder.serverId(serverId).target(server.port()));
    assertThat(
            Exposer.builder()
                .relay(Roles.uri(relay))
                .serverId(serverId)
                .target(server.port())
                .check(steps::add))
        .as(steps.toString())
        .isTrue();
    assertThat(points())
        .containsExactly(
            Point.TARGET,
            Point.RELAY,
            Point.PROXY,
            Point.NAME,
            Point.CONNECTION,
            Point.WEBSOCKET,
            Point.ACCESS,
            Point.PATH);
    assertThat(steps.get(7).text()).startsWith("RTT to the relay ");
    assertThat(running.state().name()).isEqualTo("RUNNING");
    assertThat(relay.trafficStats().openTunnels()).isZero();
  }

  @Test
  void saysThatNoServerListens() throws IOException {
    RelayServer relay = roles.relay();
    int port;
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      port = taken.getLocalPort();
    }
    assertThat(
            Exposer.builder().relay(Roles.uri(relay)).target("127.0.0.1", port).check(steps::add))
        .isFalse();
    assertThat(Stream.of(steps.get(0)))
        .allMatch(step -> step.point() == Point.TARGET && !step.passed())
        .allMatch(step -> step.text().contains("nothing listens there: start the UDP server"));
    assertThat(steps.stream().skip(1)).allMatch(CheckStep::passed); // It looks at the rest too.
  }
}
