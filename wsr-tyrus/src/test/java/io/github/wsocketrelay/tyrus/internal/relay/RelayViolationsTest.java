package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelayViolationsTest {
  private final TestRelay relay = new TestRelay();

  @Test
  void aSecondRegisterEndsTheLink() {
    TestRelay.Greeted exposer = relay.exposer();
    exposer.link().receive(TestRelay.register(exposer, TestRelay.OWNER, 1));
    exposer.link().newMessages();
    exposer.link().receive(TestRelay.register(exposer, TestRelay.OWNER, 2));
    assertViolation(exposer.link());
  }

  @Test
  void aSecondOpenEndsTheLink() {
    TestRelay.Greeted connector = relay.connector();
    connector.link().receive(TestRelay.open(connector, 1, 1, TestRelay.KEYS.admissionKey()));
    connector.link().newMessages();
    connector.link().receive(TestRelay.open(connector, 1, 2, TestRelay.KEYS.admissionKey()));
    assertViolation(connector.link());
  }

  @Test
  void aChannelOnAConnectorsLinkEndsIt() {
    FakeLink exposer = relay.registered(1);
    FakeLink one = relay.opened(exposer, 1);
    one.receiveDatagram(1, 1, "x");
    assertViolation(one);
    FakeLink two = relay.opened(exposer(exposer), 2);
    two.receive(new ControlMessage.FlowOpened(1, 1, 0));
    assertViolation(two);
    FakeLink three = relay.opened(exposer(exposer), 3);
    three.receive(new ControlMessage.FlowClosed(1, 1));
    assertViolation(three);
    assertThat(exposer.datagrams()).isEmpty();
    assertThat(exposer.isClosed()).isFalse();
  }

  /** The same link, with what was sent to it read. */
  private static FakeLink exposer(FakeLink link) {
    link.newMessages();
    return link;
  }

  static List<ControlMessage> notForAnExposerToSend() {
    return List.of(
        new ControlMessage.Hello(1, new byte[32], 1),
        new ControlMessage.Registered(),
        new ControlMessage.TunnelOpened(1, new byte[16], 1, new byte[32], ""),
        new ControlMessage.TunnelResumed(1, 1, new byte[32], ""),
        new ControlMessage.TunnelClosed(1, 1, "lost"),
        new ControlMessage.Open(new byte[16], 1, new byte[32], new byte[32]),
        new ControlMessage.Waiting(),
        new ControlMessage.Opened(new byte[32], List.of(0)),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""),
        new ControlMessage.FlowOpened(1, 1, 0));
  }

  @ParameterizedTest
  @MethodSource("notForAnExposerToSend")
  void aMessageInTheWrongDirectionEndsAnExposersLink(ControlMessage message) {
    FakeLink exposer = relay.registered(1);
    exposer.receive(message);
    assertViolation(exposer);
    assertThat(relay.core.servers()).isZero();
  }

  static List<ControlMessage> notForAConnectorToSend() {
    return List.of(
        new ControlMessage.Hello(1, new byte[32], 1),
        new ControlMessage.Register(new byte[32], new byte[32], 1, new byte[64], List.of(0)),
        new ControlMessage.Registered(),
        new ControlMessage.TunnelAccepted(1),
        new ControlMessage.TunnelRefused(1, ""),
        new ControlMessage.CloseTunnel(1, ""),
        new ControlMessage.ChannelFree(1),
        new ControlMessage.Unregister(),
        new ControlMessage.TunnelClosed(1, 1, "lost"),
        new ControlMessage.Waiting(),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""));
  }

  @ParameterizedTest
  @MethodSource("notForAConnectorToSend")
  void aMessageInTheWrongDirectionEndsAConnectorsLink(ControlMessage message) {
    FakeLink connector = relay.opened(relay.registered(1), 1);
    connector.receive(message);
    assertViolation(connector);
  }

  @ParameterizedTest
  @MethodSource("notForAConnectorToSend")
  void theFirstMessageOfAConnectorMustBeOpen(ControlMessage message) {
    FakeLink connector = relay.connector().link();
    connector.receive(message);
    assertViolation(connector);
  }

  @ParameterizedTest
  @MethodSource("notForAnExposerToSend")
  void theFirstMessageOfAnExposerMustBeRegister(ControlMessage message) {
    FakeLink exposer = relay.exposer().link();
    exposer.receive(message);
    assertViolation(exposer);
  }

  @Test
  void freeingAChannelThatIsOpenEndsTheLink() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1);
    exposer.receive(new ControlMessage.ChannelFree(1));
    assertViolation(exposer);
  }

  @Test
  void aMalformedMessageOfOneSideDoesNotEndTheOther() {
    FakeLink exposer = relay.registered(1);
    FakeLink bad = relay.opened(exposer, 1);
    FakeLink good = relay.opened(exposer, 2);
    bad.receive("nonsense");
    assertViolation(bad);
    good.receiveDatagram(0, 1, "x");
    assertThat(exposer.datagrams()).containsExactly("2/1:x");
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void aRefusedRegistrationLeavesTheOwnersTunnelsAlone() {
    FakeLink owner = relay.registered(1);
    FakeLink connector = relay.opened(owner, 1);
    assertRefused(relay.registering(TestRelay.OTHER, 9), 4_403, "taken");
    connector.receiveDatagram(0, 1, "x");
    assertThat(owner.datagrams()).containsExactly("1/1:x");
    assertThat(connector.newMessages()).isEmpty();
  }
}
