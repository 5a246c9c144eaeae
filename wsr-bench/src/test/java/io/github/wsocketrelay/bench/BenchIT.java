package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.examples.LinkSecurity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bench says of a UDP server that does not send back what it gets. */
@Timeout(30)
@Tag("alone")
class BenchIT {
  private final List<String> lines = new ArrayList<>();
  private DatagramChannel server;

  @BeforeEach
  void bind() throws IOException {
    server = DatagramChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void failsWhereDatagramsComeBackTwice() {
    serve(
        (datagram, source) -> {
          server.send(datagram.duplicate(), source);
          if (DatagramPattern.sequence(datagram) == 3) {
            server.send(datagram, source);
          }
        });
    assertThatThrownBy(this::run)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("0 altered, 0 for another program, 2 more than once");
  }

  @Test
  void failsWhereDatagramsComeBackAltered() {
    serve(
        (datagram, source) -> {
          boolean alter = DatagramPattern.sequence(datagram) == 3;
          server.send(alter ? datagram.put(30, (byte) ~datagram.get(30)) : datagram, source);
        });
    assertThatThrownBy(this::run)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("2 altered, 0 for another program, 0 more than once");
    assertThat(lines).anyMatch(line -> line.contains("WRONG"));
  }

  @Test
  void failsWhereDatagramsComeBackToAnotherProgram() {
    List<SocketAddress> sources = new ArrayList<>();
    serve(
        (datagram, source) -> {
          if (!sources.contains(source)) {
            sources.add(source);
          }
          boolean swap = DatagramPattern.sequence(datagram) == 3;
          server.send(datagram, swap ? sources.get(0) : source);
        });
    assertThatThrownBy(this::run)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("0 altered, 1 for another program, 0 more than once");
  }

  @Test
  void failsWhereNothingComesBack() {
    assertThatThrownBy(this::run)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("no datagram came back (a game, direct)");
  }

  @Test
  void countsWhatIsLost() throws Exception {
    serve(
        (datagram, source) -> {
          if (DatagramPattern.sequence(datagram) % 4 != 0) {
            server.send(datagram, source);
          }
        });
    run();
    assertThat(lines).last().asString().contains(" 25.000 ");
  }

  @Test
  void reportsWhatWasMeasuredBeforeAFailure() {
    serve((datagram, source) -> server.send(datagram, source));
    Scenario failing =
        bench -> {
          throw new WsrException("the relay is gone");
        };
    assertThatThrownBy(
            () -> Bench.json(setting(), lines::add, text -> {}).run(List.of(game(), failing)))
        .hasMessage("the relay is gone");
    assertThat(lines).singleElement().asString().contains("\"scenario\": \"a game\"");
  }

  private void run() throws IOException, InterruptedException {
    Bench.printing(setting(), lines::add, text -> {}).run(List.of(game()));
  }

  private Setting setting() throws IOException {
    return new Setting(
        Optional.empty(),
        new LinkSecurity(SideTls.DEFAULT, ProxyChoice.none(), Optional.empty()),
        (InetSocketAddress) server.getLocalAddress(),
        Duration.ZERO,
        Duration.ofMillis(200));
  }

  private static Scenario game() {
    return bench -> bench.measureDirect("a game", Load.paced(2, 100, 100, 100));
  }

  private void serve(Answer answer) {
    Worker.start(
        "bench-server",
        () -> {
          ByteBuffer datagram = ByteBuffer.allocate(2_000);
          while (server.isOpen()) {
            SocketAddress source = server.receive(datagram.clear());
            answer.to(datagram.flip(), source);
          }
        });
  }

  private interface Answer {
    void to(ByteBuffer datagram, SocketAddress source) throws IOException;
  }
}
