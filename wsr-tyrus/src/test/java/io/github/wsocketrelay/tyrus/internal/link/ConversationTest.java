package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private final List<String> heard = new ArrayList<>();
  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final FakeLink link = FakeLink.open();
  private final Conversation conversation =
      new Conversation(
          link,
          counters,
          ticker,
          now -> 0,
          new Reminders(timers),
          new Conversation.Partner() {
            @Override
            public void onControl(ControlMessage message) throws MalformedMessageException {
              if (message instanceof ControlMessage.Hello) {
                throw new MalformedMessageException("not now");
              }
              heard.add(message.getClass().getSimpleName());
            }

            @Override
            public void onDatagram(int channel, int flow, ByteBuffer payload) {
              heard.add(channel + "/" + flow + ":" + StandardCharsets.UTF_8.decode(payload));
            }

            @Override
            public void onBundleEnd() {
              heard.add("bundle end");
            }

            @Override
            public void onEnded(int code, String reason) {
              heard.add("ended " + code + " " + reason);
            }
          });

  @BeforeEach
  void attach() {
    link.attach(conversation);
  }

  private void assertRefusedWith(int code, String word) {
    ControlMessage.Refused refused = link.only(ControlMessage.Refused.class);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.reason()).isEqualTo(word);
    assertThat(link.closeCode()).isEqualTo(code);
    assertThat(link.order()).last().isEqualTo("close " + code);
  }

  @Test
  void answersAPingAndKeepsItFromThePartner() {
    link.receive(new ControlMessage.Ping(-5));
    assertThat(link.messages()).containsExactly(new ControlMessage.Pong(-5));
    assertThat(heard).isEmpty();
  }

  @Test
  void handsControlMessagesAndDatagramsToThePartner() {
    link.receive(new ControlMessage.Waiting());
    link.receiveDatagram(3, 4, "hi");
    assertThat(heard).containsExactly("Waiting", "3/4:hi", "bundle end");
    assertThat(link.order()).isEmpty();
  }

  @Test
  void refusesMalformedTextAndThenClosesTheLink() {
    link.receive("nonsense");
    assertRefusedWith(4_400, "protocol");
    assertThat(heard).singleElement().asString().startsWith("ended 4400");
  }

  @Test
  void refusesAMalformedBinaryMessageAndThenClosesTheLink() {
    link.receive(ByteBuffer.wrap(new byte[] {9}));
    assertRefusedWith(4_400, "protocol");
    assertThat(link.closeReason()).contains("0x9");
  }

  @Test
  void refusesAMessageThatThePartnerDoesNotTakeNow() {
    link.receive(new ControlMessage.Hello(1, new byte[32], 1));
    assertRefusedWith(4_400, "protocol");
    assertThat(link.closeReason()).isEqualTo("not now");
  }

  @Test
  void refusesTextThatIsTooLong() {
    link.receive(" ".repeat(ControlCodec.MAX_CHARACTERS + 1));
    assertRefusedWith(4_413, "too-big");
  }

  @Test
  void refusesABinaryMessageThatIsTooLong() {
    link.receive(ByteBuffer.allocate(MessageFormat.MAX_MESSAGE_BYTES + 1));
    assertRefusedWith(4_413, "too-big");
  }

  @Test
  void sendsWhatWasSaidBeforeARefusal() {
    link.stall();
    conversation.say(new ControlMessage.Registered());
    conversation.flush();
    conversation.say(new ControlMessage.Waiting());
    conversation.refuse(RejectReason.TAKEN, Duration.ofSeconds(90));
    assertThat(link.messages())
        .containsExactly(
            new ControlMessage.Registered(),
            new ControlMessage.Waiting(),
            new ControlMessage.Refused(4_403, "taken", 90_000));
    assertThat(link.order()).last().isEqualTo("close 4403");
  }

  @Test
  void cutsATimeToWaitThatDoesNotFit() {
    conversation.refuse(RejectReason.DRAINING, Duration.ofDays(100));
    assertThat(link.messages())
        .containsExactly(new ControlMessage.Refused(4_503, "draining", Integer.MAX_VALUE));
  }

  @Test
  void takesNothingAfterItEndedTheLinkItself() {
    conversation.end(1_000, "bye");
    heard.clear();
    link.receive(new ControlMessage.Ping(1));
    link.receive("nonsense");
    link.receiveDatagram(1, 1, "late");
    conversation.say(new ControlMessage.Waiting());
    conversation.flush();
    assertThat(heard).isEmpty();
    assertThat(link.order()).containsExactly("close 1000");
  }

  @Test
  void takesNothingAfterTheLinkIsGone() {
    link.endedWith(1_006, "cut");
    link.receive(new ControlMessage.Waiting());
    link.receiveDatagram(1, 1, "late");
    assertThat(heard).containsExactly("ended 1006 cut");
  }

  @Test
  void tellsThePartnerOnceThatTheLinkIsGone() {
    conversation.end(4_409, "superseded");
    link.endedWith(1_006, "cut");
    conversation.end(1_000, "again");
    assertThat(heard).containsExactly("ended 4409 superseded");
  }

  @Test
  void countsDatagramsThatWaitWhenTheLinkIsGone() {
    link.stall();
    conversation.say(new ControlMessage.Waiting());
    conversation.flush();
    conversation.datagram(1, 1, ByteBuffer.allocate(3));
    link.endedWith(1_006, "cut");
    assertThat(counters.snapshot(0, 0).dropped(DropReason.LINK_DOWN)).isEqualTo(1);
  }

  @Test
  void endsABundleEvenWhenTheHandlerEndedTheLinkWithinIt() {
    link.receive(ByteBuffer.wrap(new byte[] {1, 0, 0}));
    assertThat(heard).last().isEqualTo("bundle end");
  }
}
