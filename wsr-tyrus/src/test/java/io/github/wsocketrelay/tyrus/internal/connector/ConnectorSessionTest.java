package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorSessionTest {
  private static final ServerId SERVER = ServerId.random();
  private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 4_000);
  private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.1", 4_001);

  private final ManualTicker ticker = new ManualTicker();
  private final FakeUdpSockets udp = new FakeUdpSockets();
  private final FakeLink link = FakeLink.open();
  private final ConnectorCore core =
      new ConnectorCore(
          Optional.of(InetAddress.getLoopbackAddress()),
          List.of(7_777),
          Duration.ofSeconds(300),
          udp,
          ticker,
          event -> event.accept(new ConnectorListener() {}),
          () -> {});

  @BeforeEach
  void open() {
    SideOwner links =
        new SideOwner() {
          @Override
          public boolean onGreeted(SideSession session) {
            return true;
          }

          @Override
          public boolean onAnswered(SideSession session) {
            return true;
          }

          @Override
          public void onGoingAway(SideSession session, Duration reconnectAfter) {}

          @Override
          public void onEnded(SideSession session, Ending ending) {}
        };
    ConnectorSession.Owner owner =
        new ConnectorSession.Owner() {
          @Override
          public void onServerAway() {}

          @Override
          public void onOpened(byte[] exposerKey) {}
        };
    core.bind();
    link.attach(
        new ConnectorSession(
                link,
                core,
                URI.create("ws://relay.example"),
                SERVER,
                new byte[16],
                () -> 1,
                new ManualTimers(),
                now -> 0,
                links,
                owner)
            .handler());
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    link.only(ControlMessage.Open.class);
  }

  private void opened() {
    link.receive(new ControlMessage.Opened(new byte[32], List.of(0)));
  }

  private FakeUdpSockets.Socket local() {
    return udp.all().get(0);
  }

  private long dropped(DropReason reason) {
    return core.trafficStats().dropped(reason);
  }

  @Test
  void dropsAndCountsDatagramsWhileItWaits() {
    local().receive("a", CLIENT);
    link.receive(new ControlMessage.Waiting());
    local().receive("b", CLIENT);
    assertThat(dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(2);
    assertThat(link.datagrams()).isEmpty();
    assertThat(link.newMessages()).isEmpty();
  }

  @Test
  void opensAFlowBeforeItsFirstDatagram() {
    opened();
    local().receive("a", CLIENT);
    local().receive("b", OTHER);
    local().receive("c", CLIENT);
    assertThat(link.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(0, 0, 0), new ControlMessage.FlowOpened(0, 1, 0));
    assertThat(link.datagrams()).containsExactly("0/0:a", "0/1:b", "0/0:c");
    assertThat(link.order().get(1)).startsWith("text").contains("flow-opened");
    assertThat(link.order().get(2)).isEqualTo("binary");
  }

  @Test
  void answersGoToTheProgramThatAsked() {
    opened();
    local().receive("a", CLIENT);
    local().receive("b", OTHER);
    link.receiveDatagram(0, 1, "to other");
    link.receiveDatagram(0, 9, "to nobody");
    assertThat(local().sent()).containsExactly("4001:to other");
    assertThat(dropped(DropReason.UNKNOWN_FLOW)).isEqualTo(1);
  }

  @Test
  void announcesItsFlowsAgainWhenTheServerComesBack() {
    opened();
    local().receive("a", CLIENT);
    link.receive(new ControlMessage.ServerAway());
    local().receive("waits", CLIENT);
    link.newMessages();
    opened();
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowOpened(0, 0, 0));
    local().receive("b", CLIENT);
    assertThat(link.newMessages()).isEmpty();
    assertThat(link.datagrams()).containsExactly("0/0:a", "0/0:waits", "0/0:b");
    assertThat(core.trafficStats().totalDropped()).isZero();
  }

  @Test
  void aFlowIsIdleFromItsLastDatagramInEitherDirection() {
    opened();
    local().receive("a", CLIENT);
    ticker.advance(Duration.ofSeconds(299));
    link.receiveDatagram(0, 0, "b");
    ticker.advance(Duration.ofSeconds(299));
    core.sweep();
    assertThat(core.trafficStats().openFlows()).isEqualTo(1);
    link.newMessages();
    ticker.advance(Duration.ofSeconds(1));
    core.sweep();
    assertThat(core.trafficStats().openFlows()).isZero();
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 0));
  }

  @Test
  void answersTheEndOfAFlowOnce() {
    opened();
    local().receive("a", CLIENT);
    link.newMessages();
    link.receive(new ControlMessage.FlowClosed(0, 0));
    link.receive(new ControlMessage.FlowClosed(0, 0));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 0));
    local().receive("b", CLIENT);
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowOpened(0, 1, 0));
  }

  @Test
  void anotherExposersKeyEndsTheLink() {
    opened();
    byte[] other = new byte[32];
    other[0] = 1;
    link.receive(new ControlMessage.Opened(other, List.of(0)));
    assertThat(link.closeCode()).isEqualTo(1_000);
  }
}
