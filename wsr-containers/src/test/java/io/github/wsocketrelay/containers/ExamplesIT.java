package io.github.wsocketrelay.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples as programs of their own, without Tyrus, Grizzly and the other container. */
@Timeout(60)
class ExamplesIT {
  private static final List<String> JETTY =
      List.of("jetty-", "jakarta.servlet-api", "jakarta.websocket-");

  private static final List<String> TOMCAT = List.of("tomcat-");
  private static final List<String> TYRUS = List.of("tyrus-", "grizzly-");

  @ParameterizedTest
  @ValueSource(classes = {JettyRelayExample.class, TomcatRelayExample.class})
  void runWithoutTyrus(Class<?> example) throws Exception {
    boolean jetty = example == JettyRelayExample.class;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathWithout(jetty ? TOMCAT : JETTY, TYRUS),
                example.getName(),
                "0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader();
        UdpPeer server = new UdpPeer().echoing();
        UdpPeer client = new UdpPeer()) {
      String line = out.readLine();
      assertThat(line).startsWith(jetty ? "relay in Jetty" : "relay in Tomcat");
      String port = line.substring(line.lastIndexOf(' ') + 1);
      URI relay = URI.create("ws://127.0.0.1:" + port + "/relay");

      assertCarries(relay, server, client);
    } finally {
      process.destroyForcibly();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private static void assertCarries(URI relay, UdpPeer server, UdpPeer client) throws Exception {
    byte[] datagram = new byte[65_000];
    new Random(1).nextBytes(datagram);
    try (Exposer exposer = Exposer.builder().relay(relay).target(server.port()).start();
        Connector connector =
            Connector.builder()
                .relay(relay)
                .serverId(exposer.serverId())
                .waitForServer(Duration.ofSeconds(10))
                .start()) {
      client.send(datagram, connector.localAddress());
      client.receive(datagram, connector.localAddress());
    }
  }

  private static String classPathWithout(List<String> one, List<String> other) {
    String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
    assertThat(paths).anyMatch(path -> isOneOf(path, TYRUS)); // Else this would prove nothing.
    return Stream.of(paths)
        .filter(path -> !isOneOf(path, one) && !isOneOf(path, other))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOneOf(String path, List<String> names) {
    String file = Path.of(path).getFileName().toString();
    return names.stream().anyMatch(file::startsWith);
  }
}
