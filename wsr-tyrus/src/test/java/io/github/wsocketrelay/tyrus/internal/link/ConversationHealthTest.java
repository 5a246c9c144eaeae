package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationHealthTest {
  private final List<String> heard = new ArrayList<>();
  private final TrafficCounters counters = new TrafficCounters();
  private final FakeLink link = FakeLink.open();
  private final Conversation conversation =
      new Conversation(
          link,
          counters,
          new ManualTicker(),
          now -> 0,
          new Reminders(new ManualTimers()),
          new Conversation.Partner() {
            @Override
            public void onControl(ControlMessage message) {
              heard.add(message.getClass().getSimpleName());
            }

            @Override
            public void onDatagram(int channel, int flow, ByteBuffer payload) {
              heard.add("datagram");
            }

            @Override
            public void onBundleEnd() {}

            @Override
            public void onEnded(int code, String reason) {
              heard.add("ended " + code + " " + reason);
            }
          });

  @BeforeEach
  void attach() {
    link.attach(conversation);
  }

  private Health healthAfter(int looks) {
    Health health = conversation.health();
    for (int look = 1; look < looks; look++) {
      health = conversation.health();
    }
    return health;
  }

  private void sendDatagram() {
    conversation.datagram(1, 1, ByteBuffer.allocate(3)); // A message of 10 bytes.
    conversation.flush();
  }

  // ---- health

  @Test
  void aPeerThatIsNotAskedIsAlive() {
    assertThat(healthAfter(100)).isEqualTo(Health.ALIVE);
  }

  @Test
  void aPingThatIsNotAnsweredMakesAPeerSuspectAndThenDead() {
    conversation.ping();
    assertThat(healthAfter(2)).isEqualTo(Health.ALIVE);
    assertThat(healthAfter(1)).isEqualTo(Health.SUSPECT);
    assertThat(healthAfter(12)).isEqualTo(Health.DEAD);
  }

  @Test
  void aPongShowsThatAPeerIsAlive() {
    conversation.ping();
    assertThat(healthAfter(14)).isEqualTo(Health.SUSPECT);
    link.receive(new ControlMessage.Pong(1));
    assertThat(healthAfter(100)).isEqualTo(Health.ALIVE);
    assertThat(heard).containsExactly("Pong");
  }

  @Test
  void onlyAPongToAPingOfOursIsAnAnswer() {
    conversation.ping();
    conversation.ping();
    link.receive(new ControlMessage.Pong(2));
    conversation.ping();
    for (int look = 0; look < 14; look++) {
      link.receive(new ControlMessage.Pong(2)); // Answered before.
      link.receive(new ControlMessage.Pong(1));
      link.receive(new ControlMessage.Pong(4)); // Not asked yet.
      link.receive(new ControlMessage.Pong(-1));
      link.receive(new ControlMessage.Ping(3));
      link.receiveDatagram(1, 1, "a word is not an answer");
      conversation.health();
    }
    assertThat(healthAfter(2)).isEqualTo(Health.DEAD);
  }

  @Test
  void aPongToALaterPingAnswersTheEarlierOnes() {
    conversation.ping();
    conversation.ping();
    link.receive(new ControlMessage.Pong(2));
    assertThat(healthAfter(100)).isEqualTo(Health.ALIVE);
  }

  @Test
  void datagramsThatAreNotAcknowledgedMakeAPeerSuspectAndThenDead() {
    sendDatagram();
    assertThat(healthAfter(3)).isEqualTo(Health.SUSPECT);
    assertThat(healthAfter(12)).isEqualTo(Health.DEAD);
  }

  @Test
  void completedWritesAreNoAnswers() {
    for (int look = 0; look < 15; look++) {
      sendDatagram(); // Into the kernel's buffer.
      conversation.health();
    }
    assertThat(healthAfter(1)).isEqualTo(Health.DEAD);
  }

  @Test
  void anAcknowledgementOfAPartIsAnAnswerButTheSameAgainIsNot() {
    sendDatagram();
    sendDatagram();
    assertThat(healthAfter(14)).isEqualTo(Health.SUSPECT);
    link.receive(new Acknowledgement(10, 0, 0).message());
    assertThat(healthAfter(1)).isEqualTo(Health.ALIVE);
    for (int look = 0; look < 14; look++) {
      link.receive(new Acknowledgement(10, 0, 0).message());
      conversation.health();
    }
    assertThat(healthAfter(1)).isEqualTo(Health.DEAD);
    link.receive(new Acknowledgement(20, 0, 0).message());
    assertThat(healthAfter(100)).isEqualTo(Health.ALIVE);
  }

  // ---- pings

  @Test
  void pingsAtOnceWithANumberThatGrows() {
    conversation.ping();
    conversation.ping();
    assertThat(link.messages())
        .containsExactly(new ControlMessage.Ping(1), new ControlMessage.Ping(2));
  }

  // ---- ends

  @Test
  void aLinkThatIsAbandonedEndsAtOnceAndItsPartnerHearsNothingMore() {
    link.stall();
    conversation.say(new ControlMessage.Waiting());
    conversation.flush();
    conversation.datagram(1, 1, ByteBuffer.allocate(3));
    conversation.abandon("replaced");
    assertThat(link.order()).containsExactly("text {\"type\":\"waiting\"}", "abort");
    assertThat(link.closeReason()).isEqualTo("replaced");
    link.receive(new ControlMessage.Waiting());
    link.receiveDatagram(1, 1, "late");
    link.receive("nonsense");
    conversation.ping();
    sendDatagram();
    link.resume();
    assertThat(heard).isEmpty();
    assertThat(link.order()).last().isEqualTo("abort");
    assertThat(counters.snapshot(0, 0).dropped(DropReason.LINK_DOWN)).isEqualTo(2);
  }

  @Test
  void aLinkThatIsAbandonedWhileItClosesIsNotHeardOfEither() {
    FakeLink closing = FakeLink.open(); // Its close is not heard: nobody is attached.
    Conversation other =
        new Conversation(
            closing,
            counters,
            new ManualTicker(),
            now -> 0,
            new Reminders(new ManualTimers()),
            new Conversation.Partner() {
              @Override
              public void onControl(ControlMessage message) {}

              @Override
              public void onDatagram(int channel, int flow, ByteBuffer payload) {}

              @Override
              public void onBundleEnd() {}

              @Override
              public void onEnded(int code, String reason) {
                heard.add("ended");
              }
            });
    other.end(1_000, "bye");
    other.abandon("too slow");
    other.onClosed(1_000, "bye");
    assertThat(heard).isEmpty();
  }

  @Test
  void aLinkThatIsCutEndsAtOnceAndItsPartnerHearsIt() {
    conversation.cut("dead");
    assertThat(link.order()).containsExactly("abort");
    assertThat(heard).containsExactly("ended 1006 dead");
  }
}
