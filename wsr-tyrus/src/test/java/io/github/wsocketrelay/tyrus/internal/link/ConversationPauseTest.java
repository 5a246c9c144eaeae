package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process reads from a link after it did not run for a while. */
class ConversationPauseTest {
  private final List<String> heard = new ArrayList<>();
  private final FakeLink link = FakeLink.open();
  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();
  private int pauses;
  private final Conversation conversation =
      new Conversation(
          link,
          counters,
          ticker,
          now -> pauses,
          new Reminders(new ManualTimers()),
          new Conversation.Partner() {
            @Override
            public void onDatagram(int channel, int flow, ByteBuffer payload) {
              heard.add(StandardCharsets.UTF_8.decode(payload).toString());
            }

            @Override
            public void onControl(ControlMessage message) {
              heard.add(message.getClass().getSimpleName());
            }

            @Override
            public void onBundleEnd() {}

            @Override
            public void onEnded(int code, String reason) {}
          });

  ConversationPauseTest() {
    link.attach(conversation);
  }

  private void receive(String payload) {
    link.receiveDatagram(1, 1, payload);
  }

  private void receivePong(long ping) {
    link.receive(new ControlMessage.Pong(ping));
  }

  @Test
  void dropsWhatThePeerSentBeforeItHeardThatThisEndRunsAgain() {
    receive("before");
    pauses++;
    receive("old");
    receive("old too");
    ControlMessage.Ping ping = link.only(ControlMessage.Ping.class);
    link.receive(new ControlMessage.FlowClosed(1, 1));
    receivePong(ping.t());
    receive("fresh");

    assertThat(heard).containsSubsequence("before", "FlowClosed", "fresh");
    assertThat(heard).doesNotContain("old", "old too");
    assertThat(counters.snapshot(0, 0).dropped(DropReason.STALE)).isEqualTo(2);
    assertThat(counters.snapshot(0, 0).linkReceived()).isEqualTo(2);
  }

  @Test
  void anEarlierPingsPongIsNoSignThatAllIsFresh() {
    conversation.ping();
    pauses++;
    receive("old");
    receivePong(1);
    receive("old too");
    receivePong(2);
    receive("fresh");

    assertThat(heard).contains("fresh").doesNotContain("old", "old too");
  }

  @Test
  void aSecondPauseAsksAgain() {
    pauses++;
    receive("old");
    pauses++;
    receive("old");
    receivePong(1);
    receive("old");
    receivePong(2);
    receive("fresh");

    assertThat(heard).contains("fresh").doesNotContain("old");
  }

  @Test
  void takesAPeerThatAnswersNoPingsAtItsWordAfterSomeSeconds() {
    pauses++;
    receive("old");
    ticker.advance(AfterPause.LIMIT.plus(Duration.ofMillis(1)));
    receive("heard");

    assertThat(heard).containsExactly("heard");
  }
}
