package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a conversation acknowledges, is acknowledged, and notices that it is not. */
class ConversationWindowTest {
  private final List<String> heard = new ArrayList<>();
  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final FakeLink link = FakeLink.open();
  private final Conversation conversation =
      new Conversation(
          link,
          new TrafficCounters(),
          ticker,
          now -> 0,
          new Reminders(timers),
          new Conversation.Partner() {
            @Override
            public void onControl(ControlMessage message) {
              heard.add("control");
            }

            @Override
            public void onDatagram(int channel, int flow, ByteBuffer payload) {
              heard.add("datagram of " + payload.remaining());
            }

            @Override
            public void onBundleEnd() {}

            @Override
            public void onEnded(int code, String reason) {
              heard.add("ended " + code);
            }
          });

  @BeforeEach
  void attach() {
    link.attach(conversation);
  }

  private void pass(int millis) {
    for (int i = 0; i < millis; i++) {
      ticker.advance(Duration.ofMillis(1));
      timers.advance(Duration.ofMillis(1));
    }
  }

  private void send(int bytes) {
    conversation.datagram(0, 1, ByteBuffer.allocate(bytes));
    conversation.flush();
  }

  private static ByteBuffer datagramMessage(int payloadBytes) {
    ByteBuffer message = ByteBuffer.allocate(7 + payloadBytes);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 0, 1, ByteBuffer.allocate(payloadBytes));
    return message.flip();
  }

  private List<Long> acknowledged() {
    return Acknowledgement.sentOver(link).stream().map(Acknowledgement::received).toList();
  }

  @Test
  void acknowledges2KiBAtOnceCountingMessagesWhole() {
    link.receive(datagramMessage(2_040)); // 2,047 bytes
    assertThat(acknowledged()).isEmpty();
    link.receive(datagramMessage(0));
    assertThat(acknowledged()).containsExactly(2_054L);
    assertThat(heard).containsExactly("datagram of 2040", "datagram of 0");
  }

  @Test
  void countsTheAcknowledgementInAMessageWithDatagrams() {
    ByteBuffer both = ByteBuffer.allocate(17 + 7 + 2_040);
    both.put(new Acknowledgement(0, 0, 0).message()).put(datagramMessage(2_040)).flip();
    link.receive(both);
    assertThat(acknowledged()).containsExactly(17 + 2_047L);
  }

  @Test
  void acknowledgesLessWhenItIsReminded() {
    link.receive(datagramMessage(100));
    pass(20);
    link.receive(datagramMessage(100));
    pass(220);
    assertThat(acknowledged()).isEmpty();
    pass(30);
    assertThat(acknowledged()).containsExactly(214L);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void remindsItselfWithOneTimerHoweverMuchComes() {
    for (int i = 0; i < 10; i++) {
      link.receive(datagramMessage(100));
    }
    assertThat(timers.pending()).isEqualTo(1);
    pass(300);
    assertThat(timers.pending()).isZero();
    link.receive(datagramMessage(100));
    assertThat(timers.pending()).isEqualTo(1);
  }

  @Test
  void acknowledgesWithDatagramsThatGoOutAnyway() {
    link.receive(datagramMessage(1_100));
    send(5);
    assertThat(link.binaries()).hasSize(1);
    assertThat(acknowledged()).containsExactly(1_107L);
    pass(1_000);
    assertThat(link.binaries()).hasSize(1);
  }

  @Test
  void doesNotAcknowledgeAcknowledgements() {
    send(5);
    link.receive(new Acknowledgement(12, 0, 0).message());
    assertThat(timers.pending()).isZero();
    pass(1_000);
    assertThat(acknowledged()).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void goesOnSendingWhenItIsAcknowledged() {
    for (int i = 0; i < 300; i++) {
      conversation.datagram(0, i % 6, ByteBuffer.allocate(1_000));
      if (i % 100 == 99) {
        conversation.flush();
      }
    }
    assertThat(link.datagrams()).hasSizeLessThan(270);
    for (int i = 0; i < 2; i++) {
      long sent = link.binaries().stream().mapToLong(binary -> binary.length).sum();
      link.receive(new Acknowledgement(sent, 0, 0).message());
    }
    assertThat(link.datagrams()).hasSize(300);
  }

  @Test
  void aFalseAcknowledgementEndsTheLinkAndNothingOfTheMessageIsTaken() {
    send(5);
    ByteBuffer both = ByteBuffer.allocate(24);
    both.put(new Acknowledgement(13, 0, 0).message()).put(datagramMessage(0)).flip();
    link.receive(both);
    assertThat(link.closeCode()).isEqualTo(4_400);
    assertThat(link.closeReason()).contains("13 bytes");
    assertThat(heard).containsExactly("ended 4400");
  }

  @Test
  void anAcknowledgementOfLessThanBeforeEndsTheLink() {
    send(5);
    link.receive(new Acknowledgement(12, 0, 0).message());
    assertThat(link.isClosed()).isFalse();
    link.receive(new Acknowledgement(11, 0, 0).message());
    assertThat(link.closeCode()).isEqualTo(4_400);
  }

  @Test
  void acknowledgesNothingAndHasNoTimerAfterTheEnd() {
    link.receive(datagramMessage(100));
    conversation.end(1_000, "bye");
    pass(1_000);
    assertThat(link.order()).containsExactly("close 1000");
    assertThat(timers.pending()).isZero();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      conversation.look();
    }
  }

  @Test
  void aLinkOnWhichNothingIsAcknowledgedForTenLooksIsAborted() {
    send(5);
    look(10);
    assertThat(link.isClosed()).isFalse();
    look(1);
    assertThat(link.order()).last().isEqualTo("abort");
    assertThat(heard).containsExactly("ended 1006");
    look(20);
    assertThat(link.order()).containsExactly("binary", "abort");
  }

  @Test
  void aLinkThatWritesNothingForTenLooksIsAborted() {
    link.stall();
    conversation.say(new ControlMessage.Waiting());
    conversation.flush();
    look(10);
    assertThat(link.isClosed()).isFalse();
    look(1);
    assertThat(link.order()).last().isEqualTo("abort");
  }

  @Test
  void aLinkOnWhichAByteIsAcknowledgedNowAndThenLives() {
    send(1_000);
    for (int received = 1; received < 10; received++) {
      look(10);
      link.receive(new Acknowledgement(received, 0, 0).message());
    }
    look(10);
    assertThat(link.isClosed()).isFalse();
  }

  @Test
  void aLinkOnWhichNothingIsUnderWayLives() {
    send(5);
    link.receive(new Acknowledgement(12, 0, 0).message());
    look(1_000);
    assertThat(link.isClosed()).isFalse();
  }

  @Test
  void nothingIsAbortedAfterTheEnd() {
    send(5);
    conversation.end(1_000, "bye");
    look(20);
    assertThat(link.order()).last().isEqualTo("close 1000");
  }
}
