package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();
  private final Backlog backlog = new Backlog(counters, ticker);
  private final FakeLink link = FakeLink.open();
  private final Conversation conversation =
      new Conversation(
          link, counters, ticker, now -> 0, new Reminders(new ManualTimers()), new Deaf());

  private void add(int channel, int flow, String payload) {
    backlog.add(channel, flow, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private void addBytes(int flow, int bytes) {
    backlog.add(1, flow, ByteBuffer.allocate(bytes));
  }

  private void pass(int millis) {
    ticker.advance(Duration.ofMillis(millis));
  }

  /** What the link carries of a channel that is called 9 now. */
  private List<String> drained(int channel) {
    backlog.drainTo(channel, conversation, 9);
    conversation.flush();
    return link.datagrams();
  }

  private TrafficStats stats() {
    return counters.snapshot(0, 0);
  }

  private long dropped(DropReason reason) {
    return stats().dropped(reason);
  }

  @Test
  void whatWaitsGoesOutInTheOrderOfItsFlowOnTheNewChannel() {
    add(1, 5, "a");
    add(1, 6, "x");
    add(1, 5, "b");
    pass(99);
    add(1, 6, "y");
    add(1, 5, "c");
    List<String> drained = drained(1);
    assertThat(drained)
        .filteredOn(text -> text.startsWith("9/5"))
        .containsExactly("9/5:a", "9/5:b", "9/5:c");
    assertThat(drained)
        .filteredOn(text -> text.startsWith("9/6"))
        .containsExactly("9/6:x", "9/6:y");
    assertThat(drained).hasSize(5);
    assertThat(stats().totalDropped()).isZero();
  }

  @Test
  void otherChannelsGoOnWaiting() {
    add(1, 0, "a");
    add(2, 0, "b");
    assertThat(drained(1)).containsExactly("9/0:a");
    assertThat(drained(2)).containsExactly("9/0:a", "9/0:b");
  }

  @Test
  void whatWasHandedOverIsNotHandedOverAgain() {
    add(1, 0, "a");
    drained(1);
    assertThat(drained(1)).containsExactly("9/0:a");
    assertThat(drained(7)).containsExactly("9/0:a");
  }

  @Test
  void nothingIsSentBeforeTheFlush() {
    add(1, 0, "a");
    backlog.drainTo(1, conversation, 9);
    assertThat(link.order()).isEmpty();
  }

  @Test
  void thePayloadIsCopied() {
    byte[] bytes = {'a', 'b', 'c'};
    backlog.add(1, 0, ByteBuffer.wrap(bytes, 1, 2));
    bytes[1] = 'x';
    assertThat(drained(1)).containsExactly("9/0:bc");
  }

  @Test
  void whatHasWaitedFor100MillisecondsIsDroppedAtTheHandOver() {
    add(1, 0, "old");
    add(1, 1, "old, of another flow");
    pass(1);
    add(1, 0, "fresh");
    pass(99);
    assertThat(drained(1)).containsExactly("9/0:fresh");
    assertThat(dropped(DropReason.STALE)).isEqualTo(2);
  }

  @Test
  void whatWaitsOnAfterTheHandOverHasTheAgeThatItHad() {
    link.stall();
    conversation.datagram(9, 1, ByteBuffer.wrap(new byte[] {'u'}));
    conversation.flush();
    add(1, 0, "waited here and there");
    pass(60);
    add(1, 0, "came later");
    backlog.drainTo(1, conversation, 9);
    pass(40);
    link.resume();
    assertThat(link.datagrams()).containsExactly("9/1:u", "9/0:came later");
    assertThat(dropped(DropReason.STALE)).isEqualTo(1);
  }

  @Test
  void anOutageOfMinutesCountsWhatItDropsAsStale() {
    for (int i = 0; i < 60 * 1_000; i += 5) {
      add(1, 0, "quick");
      add(1, i / 5 % 40, "one of many");
      add(2, 0, "of another tunnel");
      pass(5);
    }
    assertThat(dropped(DropReason.QUEUE_FULL)).isZero();
    assertThat(dropped(DropReason.STALE)).isEqualTo(3 * (12_000 - 20));
    assertThat(drained(1)).hasSize(2 * 19); // The oldest of those that wait are 100 ms old.
  }

  @Test
  void whatIsStaleIsDroppedWhenAnotherFlowAddsADatagram() {
    add(1, 0, "a");
    add(1, 1, "b");
    add(2, 0, "c");
    pass(100);
    assertThat(dropped(DropReason.STALE)).isZero();
    add(3, 0, "d");
    assertThat(dropped(DropReason.STALE)).isEqualTo(3);
  }

  @Test
  void over64DatagramsOfAFlowItsOldestAreDropped() {
    for (int i = 0; i < 67; i++) {
      add(1, 0, "" + i);
    }
    List<String> newest = IntStream.range(3, 67).mapToObj(i -> "9/0:" + i).toList();
    assertThat(drained(1)).isEqualTo(newest);
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(3);
  }

  @Test
  void over64KiBOfAFlowItsOldestAreDropped() {
    addBytes(0, 40_000);
    addBytes(1, 40_000);
    addBytes(0, 40_000);
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(1);
  }

  @Test
  void over512DatagramsOrOver256KiBInAllSomeAreDropped() {
    for (int i = 0; i < 520; i++) {
      addBytes(i % 10, 1);
    }
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(8);
    backlog.clear();
    for (int i = 0; i < 7; i++) {
      addBytes(i, 60_000);
    }
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(8 + 3);
  }

  @Test
  void droppingAChannelLeavesTheOthersAndCounts() {
    add(1, 0, "a");
    add(1, 1, "b");
    add(2, 0, "c");
    backlog.drop(1);
    backlog.drop(8);
    assertThat(drained(1)).isEmpty();
    assertThat(drained(2)).containsExactly("9/0:c");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(2);
  }

  @Test
  void clearingDropsAllAndCounts() {
    add(1, 0, "a");
    add(2, 0, "b");
    backlog.clear();
    backlog.clear();
    add(1, 0, "c");
    assertThat(drained(1)).containsExactly("9/0:c");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(2);
  }

  @Test
  void aConversationThatIsOverCountsWhatItIsHanded() {
    add(1, 0, "a");
    conversation.end(1_000, "bye");
    assertThat(drained(1)).isEmpty();
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(1);
  }

  /** Nobody speaks here. */
  private static final class Deaf implements Conversation.Partner {
    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {}

    @Override
    public void onControl(ControlMessage message) {}

    @Override
    public void onBundleEnd() {}

    @Override
    public void onEnded(int code, String reason) {}
  }
}
