package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
  private static final InetSocketAddress TARGET = new InetSocketAddress(LOCAL, 7_777);

  private final FakeUdpSockets udp = new FakeUdpSockets();
  private final UdpHandler handler = mock(UdpHandler.class);

  private int open(LocalPorts ports) throws IOException {
    ports.open(LOCAL, TARGET, socket -> handler);
    return udp.last().localAddress().getPort();
  }

  @Test
  void countsUpFromTheMinimumAndSkipsPortsOfOthers() throws Exception {
    LocalPorts ports = new LocalPorts(udp, 30_000);
    udp.use(30_000);
    udp.use(30_002);
    udp.use(30_003);
    assertThat(open(ports)).isEqualTo(30_001);
    assertThat(open(ports)).isEqualTo(30_004);
  }

  @Test
  void usesTheLowestPortThatWasGivenBack() throws Exception {
    LocalPorts ports = new LocalPorts(udp, 30_000);
    for (int i = 0; i < 4; i++) {
      open(ports);
    }
    udp.all().forEach(FakeUdpSockets.Socket::close);
    ports.giveBack(30_002);
    ports.giveBack(30_001);
    assertThat(open(ports)).isEqualTo(30_001);
    assertThat(open(ports)).isEqualTo(30_002);
    assertThat(open(ports)).isEqualTo(30_004); // 30,003 was not given back
  }

  @Test
  void triesAPortOfOthersAgainForTheNextFlow() throws Exception {
    LocalPorts ports = new LocalPorts(udp, 65_535);
    udp.use(65_535);
    assertThatThrownBy(() -> open(ports))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("65535");
    LocalPorts alone = new LocalPorts(new FakeUdpSockets(), 65_535);
    alone.open(LOCAL, TARGET, socket -> handler);
    assertThatThrownBy(() -> alone.open(LOCAL, TARGET, socket -> handler))
        .isInstanceOf(BindException.class);
    alone.giveBack(65_535);
  }

  @Test
  void givesAPortBackWhenItsSocketCannotBeMade() throws Exception {
    LocalPorts ports = new LocalPorts(udp, 30_000);
    IOException broken = new IOException("Too many open files");
    udp.breakWith(broken);
    assertThatThrownBy(() -> open(ports)).isSameAs(broken);
    FakeUdpSockets other = new FakeUdpSockets();
    LocalPorts faulty = new LocalPorts(other, 30_000);
    assertThatThrownBy(
            () ->
                faulty.open(
                    LOCAL,
                    TARGET,
                    socket -> {
                      throw new IllegalStateException("a fault");
                    }))
        .isInstanceOf(IllegalStateException.class);
    faulty.open(LOCAL, TARGET, socket -> handler);
    assertThat(other.last().localAddress().getPort()).isEqualTo(30_000);
  }

  @Test
  void leavesTheChoiceToTheSystemWithoutAMinimum() throws Exception {
    LocalPorts ports = new LocalPorts(udp, 0);
    assertThat(open(ports)).isEqualTo(50_000);
    ports.giveBack(50_000);
    assertThat(open(ports)).isEqualTo(50_001);
  }
}
