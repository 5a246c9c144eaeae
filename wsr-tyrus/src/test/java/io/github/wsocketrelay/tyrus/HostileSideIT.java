package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one side sends ends that side's link alone; a bystander's datagrams go on. */
@Timeout(30)
@ExtendWith(Leaks.class)
class HostileSideIT {
  private final Roles roles = new Roles();
  private RelayServer relay;
  private Exposer exposer;
  private Connector bystander;
  private UdpPeer player;

  @BeforeEach
  void aGameGoesOn() {
    relay = roles.relay();
    exposer = roles.exposer(relay, roles.peer().echoing());
    bystander = roles.connector(relay, exposer);
    player = roles.peer();
  }

  @AfterEach
  void endAll() {
    theGameStillGoesOn();
    roles.close();
  }

  private void theGameStillGoesOn() {
    player.send("still here?", bystander.localAddress());
    assertThat(player.receive().text()).isEqualTo("still here?");
  }

  static Stream<Arguments> offences() {
    byte[] noise = new byte[100];
    new Random(42).nextBytes(noise);
    noise[0] = 0x7f;
    return Stream.of(
        offence("random bytes", side -> side.opening().binary(noise), 4400),
        offence("an empty binary message", side -> side.opening().binary(), 4400),
        offence("an empty bundle", side -> side.opening().binary(1), 4400),
        offence("a header cut off", side -> side.opening().binary(1, 0, 0, 0, 0, 0), 4400),
        offence("a payload cut off", side -> side.opening().binary(1, 0, 0, 0, 0, 0, 2, 65), 4400),
        offence("trailing bytes", side -> side.opening().binary(1, 0, 0, 0, 0, 0, 0, 9), 4400),
        offence("an unknown message type", side -> side.opening().binary(9, 0, 0), 4400),
        offence("a channel of its own", side -> side.opening().datagram(1, 0, "hi"), 4400),
        offence("an oversized message", side -> side.opening().binary(new byte[70_000]), 4413),
        offence(
            "an oversized fragmented message",
            side -> side.opening().fragments(new byte[40_000], new byte[40_000]),
            4413),
        offence("an oversized text", side -> side.opening().text("x".repeat(9_000)), 4413),
        offence("text that is no JSON", side -> side.opening().text("hello"), 4400),
        offence("JSON that is no object", side -> side.opening().text("[1]"), 4400),
        offence("an unknown type", side -> side.opening().text("{\"type\":\"x\"}"), 4400),
        offence("a missing field", side -> side.opening().text("{\"type\":\"ping\"}"), 4400),
        offence("a second open", side -> side.opening().opening(new byte[16], 2), 4400),
        offence("datagrams as text", side -> side.opening().text("\u0001\0\0\0\0"), 4400),
        offence(
            "a message of the relay",
            side -> side.opening().say(new ControlMessage.Waiting()),
            4400),
        offence(
            "a message of an exposer",
            side -> side.opening().say(new ControlMessage.TunnelAccepted(1)),
            4400),
        offence("a flow before open", side -> side.say(new ControlMessage.FlowClosed(0, 0)), 4400));
  }

  private static Arguments offence(String name, Consumer<RawSide> what, int code) {
    return Arguments.of(name, what, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("offences")
  void endsTheLinkOfAConnectorThatSends(String name, Consumer<RawSide> offence, int code) {
    RawSide side = roles.keep(RawSide.connector(relay, exposer.serverId()));

    offence.accept(side);

    assertThat(side.closeCode()).isEqualTo(code);
    assertThat(side.next(ControlMessage.Refused.class).code()).isEqualTo(code);
  }

  @Test
  void endsTheLinkOfAnExposerThatRegistersTwice() {
    ServerId serverId = ServerId.random();
    RawSide side = roles.keep(RawSide.exposer(relay, serverId)).registering();
    side.next(ControlMessage.Registered.class);

    side.registering(2);

    assertThat(side.closeCode()).isEqualTo(4400);
  }

  @Test
  void dropsADatagramForAnUnknownChannelAndEndsNothing() {
    RawSide side = roles.keep(RawSide.exposer(relay, ServerId.random())).registering();
    side.next(ControlMessage.Registered.class);

    side.datagram(7, 0, "for nobody");

    await().until(() -> relay.trafficStats().dropped(DropReason.UNKNOWN_CHANNEL) == 1);
    side.say(new ControlMessage.Ping(5));
    assertThat(side.next(ControlMessage.Pong.class).t()).isEqualTo(5);
  }

  @Test
  void cutsOffAConnectorThatFloodsItsExposerWithFlowMessages() {
    RawSide side = roles.keep(RawSide.connector(relay, exposer.serverId())).opening();
    side.next(ControlMessage.Opened.class);

    for (int i = 0; i < 3_000 && side.isOpen(); i++) {
      side.offer(new ControlMessage.FlowClosed(0, i));
    }

    assertThat(side.closeCode()).isEqualTo(4429);
  }

  @Test
  void letsAnExposerThatHasUnregisteredDecideNothingAnyMore() {
    ServerId serverId = ServerId.random();
    RawSide former = roles.keep(RawSide.exposer(relay, serverId)).registering();
    RawSide connector = roles.keep(RawSide.connector(relay, serverId)).opening();
    int channel = former.next(ControlMessage.TunnelOpened.class).channel();
    former.say(new ControlMessage.Unregister());
    connector.next(ControlMessage.ServerAway.class);
    RawSide owner = roles.keep(RawSide.exposer(relay, serverId)).registering();
    ControlMessage.TunnelOpened offered = owner.next(ControlMessage.TunnelOpened.class);

    former.say(new ControlMessage.TunnelAccepted(channel));
    former.datagram(channel, 0, "not yours");
    former.say(new ControlMessage.CloseTunnel(channel, "not yours"));
    former.say(new ControlMessage.Ping(1)).next(ControlMessage.Pong.class);
    owner.say(new ControlMessage.TunnelAccepted(offered.channel()));

    connector.next(ControlMessage.Opened.class);
    connector.datagram(0, 3, "for the owner");
    assertThat(owner.nextBinary()).endsWith("for the owner".getBytes(StandardCharsets.UTF_8));
    assertThat(connector.isOpen()).isTrue();
  }

  @Test
  void leavesNoPortOpenForAConnectorThatFloodsUnopenedFlows() {
    RawSide side = roles.keep(RawSide.connector(relay, exposer.serverId())).opening();
    side.next(ControlMessage.Opened.class);

    for (int flow = 0; flow < 100; flow++) {
      side.datagram(0, flow, "no flow");
    }

    await().until(() -> exposer.trafficStats().dropped(DropReason.UNKNOWN_FLOW) == 100);
    assertThat(exposer.flows()).isEmpty();
    assertThat(side.isOpen()).isTrue();
  }
}
