package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PingerTest {
  private final ManualTimers timers = new ManualTimers();
  private final FakeLink link = FakeLink.open();
  private final Conversation conversation =
      new Conversation(
          link,
          new TrafficCounters(),
          () -> 0,
          now -> 0,
          new Reminders(timers),
          mock(Conversation.Partner.class));
  private final Pinger pinger = Pinger.start(conversation, 10, timers);

  @Test
  void pingsOnceAPeriodWithANumberThatGrows() {
    timers.advance(Duration.ofMillis(9_999));
    assertThat(link.messages()).isEmpty();
    timers.advance(Duration.ofMillis(20_001));
    assertThat(link.messages())
        .containsExactly(
            new ControlMessage.Ping(1), new ControlMessage.Ping(2), new ControlMessage.Ping(3));
  }

  @Test
  void pingsNoMoreOnceItIsStopped() {
    timers.advance(Duration.ofSeconds(10));
    pinger.stop();
    timers.advance(Duration.ofMinutes(1));
    assertThat(link.messages()).hasSize(1);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void saysNothingOnALinkThatHasEnded() {
    conversation.end(1_000, "done");
    timers.advance(Duration.ofMinutes(1));
    assertThat(link.messages()).isEmpty();
  }
}
