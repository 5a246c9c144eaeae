package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which local ports a connector opens. */
class ConnectorPortsTest {
  private final FakeUdpSockets udp = new FakeUdpSockets();

  private TestConnector onLoopback(Integer... ports) {
    return new TestConnector(udp, Optional.empty(), ports);
  }

  private void occupy(InetAddress address, int port) throws IOException {
    udp.listen(new InetSocketAddress(address, port), socket -> mock(UdpHandler.class));
  }

  @Test
  void opensTheSamePortForIpv4AndIpv6OfLoopback() {
    TestConnector connector = onLoopback(0);
    connector.core.bind();
    assertThat(connector.core.localAddresses())
        .containsExactly(
            new InetSocketAddress("127.0.0.1", 50_000), new InetSocketAddress("::1", 50_000));
  }

  @Test
  void canDoWithoutIpv6() throws Exception {
    occupy(TestConnector.address("::1"), 7_777);
    TestConnector connector = onLoopback(7_777);
    connector.core.bind();
    assertThat(connector.localPorts()).containsExactly(7_777);
  }

  @Test
  void namesThePortThatIsInUseAndTheMend() {
    udp.use(7_778);
    TestConnector connector = onLoopback(7_777, 7_778);
    assertThatThrownBy(connector.core::bind)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("7778")
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("choose another port");
    connector.core.close();
    assertThat(udp.all()).isNotEmpty().allMatch(FakeUdpSockets.Socket::isClosed);
  }

  @Test
  void doesNotBlameThePortWhenNoFileCanBeOpened() {
    udp.breakWith(new SocketException("Too many open files"));
    assertThatThrownBy(onLoopback(0).core::bind)
        .isInstanceOf(WsrException.class)
        .hasMessageEndingWith("(Too many open files): is the limit of open files reached?");
  }

  @Test
  void opensOneSocketForEachAddressOfTheMachineForAWildcard() {
    Optional<InetAddress> wildcard = Optional.of(TestConnector.address("0.0.0.0"));
    TestConnector connector = new TestConnector(udp, wildcard, 7_777);
    connector.core.bind();
    assertThat(connector.core.localAddresses())
        .extracting(InetSocketAddress::getAddress)
        .containsExactlyElementsOf(LocalAddresses.of(wildcard))
        .doesNotHaveDuplicates()
        .noneMatch(InetAddress::isAnyLocalAddress)
        .startsWith(TestConnector.LOOPBACK);
    assertThat(connector.localPorts()).containsOnly(7_777);
  }

  @Test
  void refusesAWildcardWhoseFurtherAddressHasThePortInUse() throws Exception {
    Optional<InetAddress> wildcard = Optional.of(TestConnector.address("0.0.0.0"));
    List<InetAddress> all = LocalAddresses.of(wildcard);
    InetAddress further = all.get(all.size() - 1);
    occupy(further, 7_777);
    TestConnector connector = new TestConnector(udp, wildcard, 7_777);
    assertThatThrownBy(connector.core::bind)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("7777");
  }

  // ---- further targets

  @Test
  void opensFurtherTargetsAtTheirOffsetsFromTheFirst() {
    TestConnector connector = new TestConnector(8_000).opened(0, 1, 3, -2);
    assertThat(connector.localPorts()).containsExactly(8_000, 8_001, 8_003, 7_998);
    for (int target = 0; target < 4; target++) {
      connector.local(target).receive("x", TestConnector.client(4_000));
    }
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(0, 0, 0),
            new ControlMessage.FlowOpened(0, 1, 1),
            new ControlMessage.FlowOpened(0, 2, 2),
            new ControlMessage.FlowOpened(0, 3, 3));
  }

  @Test
  void opensFurtherTargetsAnywhereWhenTheFirstIs() {
    assertThat(new TestConnector(0).opened(0, 1, 2).localPorts())
        .containsExactly(50_000, 50_001, 50_002);
  }

  @Test
  void opensTheTargetsThatHaveNoPortOfTheirOwn() {
    assertThat(new TestConnector(8_000, 9_000).opened(0, 1, 2).localPorts())
        .containsExactly(8_000, 9_000, 8_002);
  }

  @Test
  void saysWhichTargetGotNoPortAndServesTheOthers() {
    TestConnector connector = new TestConnector(8_000);
    connector.udp.use(8_001);
    connector.opened(0, 1, 2);
    assertThat(connector.events).containsExactly("target 1 unavailable at 8001");
    assertThat(connector.localPorts()).containsExactly(8_000, 8_002);
    connector.local(1).receive("x", TestConnector.client(4_000));
    connector.link.only(ControlMessage.FlowOpened.class);
  }

  @Test
  void saysWhichTargetWouldNeedAPortThatThereIsNot() {
    TestConnector connector = new TestConnector(65_535).opened(0, 1, -65_535, -65_534);
    assertThat(connector.events)
        .containsExactly("target 1 unavailable at 65536", "target 2 unavailable at 0");
    assertThat(connector.localPorts()).containsExactly(65_535, 1);
  }

  @Test
  void opensNoPortASecondTimeWhenTheServerComesBack() {
    TestConnector connector = new TestConnector(8_000).opened(0, 1);
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.receive(TestConnector.openedBy(1, 0, 1));
    assertThat(connector.localPorts()).containsExactly(8_000, 8_001);
  }

  @Test
  void opensFurtherTargetsThatTheServerComesBackWith() {
    TestConnector connector = new TestConnector(8_000).opened(0);
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.receive(TestConnector.openedBy(1, 0, 1));
    assertThat(connector.localPorts()).containsExactly(8_000, 8_001);
    connector.local(1).receive("x", TestConnector.client(4_000));
    assertThat(connector.link.datagrams()).containsExactly("0/0:x");
  }

  @Test
  void countsWhatComesToAPortForWhichThereIsNoTarget() {
    TestConnector connector = new TestConnector(8_000, 9_000).opened(0);
    connector.local(1).receive("x", TestConnector.client(4_000));
    assertThat(connector.dropped(DropReason.NO_FLOW)).isEqualTo(1);
    assertThat(connector.link.newMessages()).isEmpty();
  }

  @Test
  void closesEveryPortAndOpensNoneAfterItsEnd() {
    TestConnector connector = new TestConnector(8_000).greeted();
    connector.core.close();
    connector.link.receive(TestConnector.openedBy(1, 0, 1));
    assertThat(connector.udp.all()).allMatch(FakeUdpSockets.Socket::isClosed);
  }
}
