package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayDataTest {
  private final TestRelay relay = new TestRelay();

  @Test
  void dataPassesBothWaysWithTheChannelSetAndCleared() {
    FakeLink exposer = relay.registered(1);
    FakeLink one = relay.opened(exposer, 1);
    FakeLink two = relay.opened(exposer, 2);
    one.receiveDatagram(0, 7, "from one");
    two.receiveDatagram(0, 7, "from two");
    exposer.receiveDatagram(2, 7, "to two");
    exposer.receiveDatagram(1, 8, "");
    assertThat(exposer.datagrams()).containsExactly("1/7:from one", "2/7:from two");
    assertThat(one.datagrams()).containsExactly("0/8:");
    assertThat(two.datagrams()).containsExactly("0/7:to two");
    assertThat(relay.core.trafficStats().linkReceived()).isEqualTo(4);
    assertThat(relay.core.trafficStats().linkSent()).isEqualTo(4);
    assertThat(relay.core.trafficStats().totalDropped()).isZero();
  }

  @Test
  void flowsAreOpenedAndClosedThroughTheRelay() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    connector.receive(new ControlMessage.FlowOpened(0, 3, 1));
    connector.receive(new ControlMessage.FlowClosed(0, 3));
    exposer.receive(new ControlMessage.FlowClosed(1, 3));
    assertThat(exposer.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(1, 3, 1), new ControlMessage.FlowClosed(1, 3));
    assertThat(connector.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 3));
  }

  @Test
  void anExposerMayCloseAllItsTunnelsAtOnce() {
    FakeLink exposer = relay.registered(1);
    int tunnels = (int) RelayLimit.CONTROL_BURST.standard() + 10;
    for (int tunnel = 1; tunnel <= tunnels; tunnel++) {
      relay.opened(exposer, tunnel);
    }
    for (int channel = 1; channel <= tunnels; channel++) {
      exposer.receive(new ControlMessage.CloseTunnel(channel, "closed by the host"));
    }
    assertThat(exposer.isClosed()).isFalse();
    assertThat(relay.core.trafficStats().openTunnels()).isZero();
  }

  @Test
  void aConnectorThatFloodsFlowMessagesIsCutAndTheExposerIsNot() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    exposer.stall();
    for (int i = 0; i < RelayLimit.FLOW_MESSAGE_BURST.standard(); i++) {
      connector.receive(new ControlMessage.FlowOpened(0, i, 0));
    }
    assertThat(connector.isClosed()).isFalse();
    connector.receive(new ControlMessage.FlowOpened(0, 0, 0));
    assertRefused(connector, 4_429, "rate-limited");
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void channelsCountUpAndAreUsedAgainOnlyWhenTheExposerHasFreedThem() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1).endedWith(1_000, "");
    assertThat(exposer.only(ControlMessage.TunnelClosed.class).channel()).isEqualTo(1);
    exposer.receive(new ControlMessage.ChannelFree(1));
    relay.opening(2, 1);
    assertThat(exposer.only(ControlMessage.TunnelOpened.class).channel()).isEqualTo(2);
  }

  @Test
  void datagramsBeforeTheAcceptanceAreDroppedAndCounted() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opening(1, 1);
    connector.receiveDatagram(0, 1, "early");
    exposer.receiveDatagram(1, 1, "early too");
    assertThat(exposer.datagrams()).isEmpty();
    assertThat(connector.datagrams()).isEmpty();
    assertThat(relay.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(2);
    assertThat(relay.core.trafficStats().totalDropped()).isEqualTo(2);
    assertThat(List.of(exposer, connector)).noneMatch(FakeLink::isClosed);
  }

  @Test
  void datagramsForAnUnknownOrClosedChannelAreDroppedAndCounted() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1).endedWith(1_000, "");
    exposer.receiveDatagram(1, 1, "crossed");
    exposer.receiveDatagram(9, 1, "unknown");
    exposer.receiveDatagram(0, 1, "no channel");
    exposer.receiveDatagram(65_535, 1, "unknown");
    assertThat(relay.dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(4);
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void whatWaitsForAChannelIsDroppedWhenItIsClosed() {
    FakeLink exposer = relay.registered(1);
    FakeLink one = relay.opened(exposer, 1);
    FakeLink two = relay.opened(exposer, 2);
    exposer.stall();
    two.receiveDatagram(0, 1, "under way");
    one.receiveDatagram(0, 1, "waits");
    two.receiveDatagram(0, 1, "waits too");
    one.endedWith(1_000, "");
    exposer.resume();
    assertThat(exposer.datagrams()).containsExactly("2/1:under way", "2/1:waits too");
    assertThat(relay.dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(1);
  }

  @Test
  void aConnectorThatDoesNotReadDelaysNobodyElse() {
    FakeLink exposer = relay.registered(1);
    FakeLink stuck = relay.opened(exposer, 1);
    FakeLink other = relay.opened(exposer, 2);
    stuck.stall();
    for (int i = 0; i < 1_000; i++) {
      exposer.receiveDatagram(1, 1, "x");
    }
    exposer.receiveDatagram(2, 1, "passes");
    assertThat(other.datagrams()).containsExactly("0/1:passes");
    assertThat(relay.dropped(DropReason.QUEUE_FULL)).isEqualTo(1_000 - 1 - 64);
  }
}
