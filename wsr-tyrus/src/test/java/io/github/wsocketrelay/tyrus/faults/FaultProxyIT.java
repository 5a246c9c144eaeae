package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * That each fault does what it says, and nothing else: a fault that strikes nobody proves nothing.
 */
@Timeout(30)
@ExtendWith(Leaks.class)
class FaultProxyIT {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int A_MOMENT_MILLIS = 300;

  private ServerSocket relay;
  private FaultProxy proxy;
  private Socket side;
  private Socket atRelay;

  @BeforeEach
  void connect() throws IOException {
    relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay.setSoTimeout(PATIENCE_MILLIS);
    proxy = FaultProxy.to((InetSocketAddress) relay.getLocalSocketAddress());
    side = dial();
    atRelay = accept();
  }

  @AfterEach
  void closeAll() throws IOException {
    side.close();
    atRelay.close();
    proxy.close();
    relay.close();
  }

  private Socket dial() throws IOException {
    return patient(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
  }

  private Socket accept() throws IOException {
    return patient(relay.accept());
  }

  private static Socket patient(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void assertPasses(Socket from, Socket to) throws IOException {
    from.getOutputStream().write("hello".getBytes());
    assertThat(to.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(A_MOMENT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static Duration timed(Action action) throws IOException {
    long begin = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** May fail. */
  private interface Action {
    void run() throws IOException;
  }

  @Test
  void passesAllBytesBothWaysWithoutFaults() throws Exception {
    byte[] there = noise(1, 3_000_000);
    byte[] back = noise(2, 2_000_000);
    CompletableFuture<Void> writing = writeBoth(there, back);

    CompletableFuture<byte[]> readAtRelay =
        CompletableFuture.supplyAsync(() -> read(atRelay, there.length));
    assertThat(Arrays.equals(read(side, back.length), back)).isTrue();
    assertThat(Arrays.equals(readAtRelay.join(), there)).isTrue();
    writing.join();
  }

  private CompletableFuture<Void> writeBoth(byte[] there, byte[] back) {
    return CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> write(side, there)),
        CompletableFuture.runAsync(() -> write(atRelay, back)));
  }

  private static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] read(Socket socket, int count) {
    try {
      return socket.getInputStream().readNBytes(count);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void passesTheEndOfOneDirectionAndThenOfTheOther() throws Exception {
    side.shutdownOutput();
    assertThat(atRelay.getInputStream().read()).isEqualTo(-1);
    assertPasses(atRelay, side);

    atRelay.close();

    assertThat(side.getInputStream().read()).isEqualTo(-1);
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void delaysBothWaysByTheLatency() throws Exception {
    proxy.latency(Duration.ofMillis(150));

    Duration taken =
        timed(
            () -> {
              assertPasses(side, atRelay);
              assertPasses(atRelay, side);
            });

    assertThat(taken).isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
  }

  @Test
  void passesNoMoreThanTheRate() throws Exception {
    proxy.rate(100_000);
    byte[] bytes = noise(3, 50_000);

    Duration taken =
        timed(
            () -> {
              side.getOutputStream().write(bytes);
              assertThat(Arrays.equals(read(atRelay, bytes.length), bytes)).isTrue();
            });

    assertThat(taken).isBetween(Duration.ofMillis(450), Duration.ofSeconds(2));
  }

  @Test
  void holdsTheBytesOfOneDirectionInABlackHoleAndLetsThemGoWhenItEnds() throws Exception {
    for (Direction direction : Direction.values()) {
      Socket from = direction == Direction.TO_RELAY ? side : atRelay;
      Socket to = direction == Direction.TO_RELAY ? atRelay : side;
      proxy.blackHole(direction);

      from.getOutputStream().write("later".getBytes());
      assertSilent(to);
      assertPasses(to, from);

      proxy.heal();
      assertThat(to.getInputStream().readNBytes(5)).isEqualTo("later".getBytes());
    }
  }

  @Test
  void hidesTheEndOfAConnectionInABlackHole() throws Exception {
    proxy.blackHole(Direction.TO_RELAY, Direction.TO_SIDE);
    side.setSoLinger(true, 0);
    side.close();
    assertSilent(atRelay);

    proxy.heal();

    assertThatThrownBy(() -> atRelay.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void takesNewConnectionsIntoABlackHole() throws Exception {
    proxy.blackHole(Direction.TO_SIDE);
    try (Socket another = dial()) {
      another.getOutputStream().write("hello".getBytes());
      relay.setSoTimeout(A_MOMENT_MILLIS);
      assertThatThrownBy(() -> relay.accept()).isInstanceOf(SocketTimeoutException.class);
      assertSilent(another);

      proxy.heal();
      relay.setSoTimeout(PATIENCE_MILLIS);
      try (Socket reached = accept()) {
        assertThat(reached.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
      }
    }
  }

  @Test
  void resetsAllConnections() throws Exception {
    try (Socket another = dial();
        Socket anotherAtRelay = accept()) {
      proxy.reset();

      for (Socket socket : new Socket[] {side, atRelay, another, anotherAtRelay}) {
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
      }
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void resetsOneConnectionAndLeavesTheOthers() throws Exception {
    try (Socket another = dial();
        Socket anotherAtRelay = accept()) {
      proxy.reset(0);

      assertThatThrownBy(() -> side.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertPasses(another, anotherAtRelay);
    }
  }

  @Test
  void passesAResetOn() throws Exception {
    atRelay.setSoLinger(true, 0);
    atRelay.close();

    assertThatThrownBy(() -> side.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void tellsOfACloseLateIfAsked() throws Exception {
    proxy.slowClose(Duration.ofMillis(400));
    atRelay.getOutputStream().write("bye".getBytes());
    atRelay.close();
    assertThat(side.getInputStream().readNBytes(3)).isEqualTo("bye".getBytes());

    Duration taken = timed(() -> assertThat(side.getInputStream().read()).isEqualTo(-1));

    assertThat(taken).isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
  }

  @Test
  void deliversInSlices() throws Exception {
    proxy.slices(3);
    byte[] bytes = noise(4, 30_000);
    side.getOutputStream().write(bytes);
    byte[] received = new byte[bytes.length];

    int count = 0;
    int reads = 0;
    while (count < received.length) {
      count += atRelay.getInputStream().read(received, count, received.length - count);
      reads++;
    }

    assertThat(received).isEqualTo(bytes);
    assertThat(reads).isGreaterThan(5);
  }

  @Test
  void cutsAConnectionWhenSoManyBytesHavePassed() throws Exception {
    proxy.cutAfter(1_000);
    side.getOutputStream().write(noise(5, 999));
    assertThat(atRelay.getInputStream().readNBytes(999)).hasSize(999);
    assertPasses(atRelay, side);

    side.getOutputStream().write(noise(6, 500));

    assertThatThrownBy(
            () -> assertThat(atRelay.getInputStream().readNBytes(500)).hasSizeLessThan(2))
        .isInstanceOf(SocketException.class);
    assertThat(proxy.connections()).isZero();
  }

  @Test
  void refusesNewConnectionsAndTakesThemAgainAtTheSamePort() throws Exception {
    int port = proxy.port();
    proxy.refuse();
    assertThatThrownBy(this::dial).isInstanceOf(ConnectException.class);
    assertPasses(side, atRelay);

    proxy.listen();

    assertThat(proxy.port()).isEqualTo(port);
    try (Socket another = dial();
        Socket anotherAtRelay = accept()) {
      assertPasses(another, anotherAtRelay);
    }
  }

  @Test
  void resetsAConnectionThatTheRelayRefuses() throws Exception {
    relay.close();

    try (Socket another = dial()) {
      assertThatThrownBy(
              () -> {
                another.getOutputStream().write(1);
                another.getInputStream().read();
              })
          .isInstanceOf(SocketException.class);
    }
  }
}
