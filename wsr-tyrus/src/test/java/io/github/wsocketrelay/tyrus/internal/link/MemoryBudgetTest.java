package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final int MOST = 200_000;

  /** What a datagram of up to 128 bytes takes, and one of up to 1,536. */
  private static final int SMALL = 128 + 100;

  private static final int LARGE = 1_536 + 100;

  private final AtomicInteger hits = new AtomicInteger();
  private final MemoryBudget memory = new MemoryBudget(MOST, hits::incrementAndGet);
  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();

  private SendQueue queue(FakeLink link) {
    return new SendQueue(link, counters, ticker, memory);
  }

  private SendQueue stalled() {
    SendQueue queue = queue(FakeLink.stalled());
    queue.control("{}"); // What is being written.
    queue.flush();
    return queue;
  }

  private static void add(SendQueue queue, int datagrams, int bytes) {
    for (int i = 0; i < datagrams; i++) {
      queue.datagram(0, i % 10, ByteBuffer.allocate(bytes));
    }
  }

  private long overload() {
    return dropped(DropReason.OVERLOAD);
  }

  private long dropped(DropReason reason) {
    return counters.snapshot(0, 0).dropped(reason);
  }

  @Test
  void aQuarterOfTheHeapIsTheStandardButNotMoreThan256MiB() {
    assertThat(MemoryBudget.standard(64L << 20)).isEqualTo(16L << 20);
    assertThat(MemoryBudget.standard(32L << 30)).isEqualTo(256L << 20);
  }

  @Test
  void nothingIsHeldOnceAllWasSentAndTheLinksAreGone() {
    SendQueue queue = queue(FakeLink.open());
    long idle = memory.held();
    add(queue, 5, 100);
    queue.control("{}");
    assertThat(memory.held()).isEqualTo(idle + 5 * SMALL + 102);
    queue.flush();
    queue.linkClosed();
    queue.linkClosed();
    assertThat(memory.held()).isZero();
  }

  @Test
  void whereDatagramsHaveWaitedOthersMayUntilTheyAreFewer() {
    SendQueue queue = queue(FakeLink.open());
    for (int round = 0; round < 3; round++) {
      add(queue, 5, 128);
      add(queue, 3, 1_025);
      queue.flush();
    }
    assertThat(queue.heldBytes()).isEqualTo(5 * SMALL + 3 * LARGE);
    queue.trim(); // All were needed since the link began.
    add(queue, 2, 1);
    queue.flush();
    assertThat(queue.heldBytes()).isEqualTo(5 * SMALL + 3 * LARGE);
    queue.trim();
    assertThat(queue.heldBytes()).isEqualTo(2 * SMALL);
    queue.trim();
    assertThat(queue.heldBytes()).isZero();
    queue.linkClosed();
    assertThat(memory.held()).isZero();
  }

  @Test
  void noMoreIsHeldThanMayWaitAndNothingIsKeptOfLargeDatagrams() {
    SendQueue queue = new SendQueue(FakeLink.stalled(), counters, ticker);
    queue.control("{}"); // What is being written.
    queue.flush();
    add(queue, 160, 1_500);
    queue.datagram(1, 0, ByteBuffer.allocate(1_537));
    assertThat(queue.heldBytes()).isEqualTo(160 * LARGE + 1_637);
    queue.purge(1);
    queue.purge(0);
    assertThat(queue.heldBytes()).isEqualTo(160 * LARGE);
    for (int i = 0; i < 505; i++) { // As many as may wait, of the size that takes most.
      queue.datagram(0, i, ByteBuffer.allocate(513));
    }
    assertThat(dropped(DropReason.QUEUE_FULL)).isZero();
    assertThat(queue.heldBytes()).isEqualTo(505 * (1_024 + 100));
    queue.purge(0);
    assertThat(queue.heldBytes()).isEqualTo(505 * (1_024 + 100));
  }

  @Test
  void aFullQueueUsesItsPlacesAgain() {
    SendQueue queue = new SendQueue(FakeLink.stalled(), counters, ticker);
    queue.control("{}");
    queue.flush();
    add(queue, 600, 600);
    long full = queue.heldBytes();
    add(queue, 600, 600);
    assertThat(dropped(DropReason.QUEUE_FULL)).isGreaterThan(600);
    assertThat(queue.heldBytes()).isEqualTo(full);
  }

  @Test
  void whatIsKeptForOthersIsGivenUpFirst() {
    SendQueue queue = stalled();
    long idle = queue.heldBytes();
    add(queue, 40, 1_100);
    queue.purge(0);
    queue.datagram(1, 0, ByteBuffer.allocate(1_100));
    assertThat(queue.heldBytes()).isEqualTo(idle + 40 * LARGE);
    queue.shed();
    assertThat(queue.heldBytes()).isEqualTo(idle + LARGE);
    assertThat(overload()).isZero();
  }

  @Test
  void whatOneLinkKeepsCostsAnotherNothing() {
    for (int round = 0;
        round < 20;
        round++) { // Links are asked in an order that is left to chance.
      SendQueue idle = queue(FakeLink.open());
      add(idle, 50, 1_100);
      idle.flush();
      idle.acknowledged(50 * 1_106 + 4, 0, 0);
      assertThat(idle.heldBytes()).isEqualTo(50 * LARGE);
      SendQueue busy = stalled();
      add(busy, 60, 1_100);
      assertThat(busy.heldBytes()).isEqualTo(60 * LARGE);
      assertThat(idle.heldBytes()).isZero();
      idle.linkClosed();
      busy.linkClosed();
    }
    assertThat(overload()).isZero();
    assertThat(hits).hasValue(0);
  }

  @Test
  void whatALinkKeepsMakesRoomForItsOwnDatagramsOfOtherSizes() {
    SendQueue queue = queue(FakeLink.open());
    add(queue, 50, 1_100);
    queue.flush();
    assertThat(memory.tryAdd(MOST - memory.held())).isTrue();
    queue.datagram(0, 0, ByteBuffer.allocate(100));
    assertThat(overload()).isZero();
  }

  @Test
  void nothingIsHeldOfALinkThatIsClosedWithMuchWaiting() {
    SendQueue queue = stalled();
    add(queue, 50, 1_000);
    queue.control("{}");
    queue.purge(0);
    add(queue, 50, 1_000);
    queue.close(1_000, "");
    add(queue, 1, 1_000);
    queue.control("{}");
    assertThat(memory.held()).isZero();
  }

  @Test
  void aboveFourFifthsTheHeaviestLoseSomeAndTheOthersNothing() {
    SendQueue quiet = stalled();
    add(quiet, 10, 100);
    SendQueue loud = stalled();
    add(loud, 80, 1_100);
    SendQueue other = stalled();
    long before = quiet.heldBytes();
    add(other, 30, 1_100);
    assertThat(overload()).isPositive();
    assertThat(quiet.heldBytes()).isEqualTo(before);
    assertThat(other.heldBytes()).isEqualTo(30 * LARGE);
    assertThat(loud.heldBytes()).isLessThan(45 * LARGE);
    assertThat(memory.held()).isLessThanOrEqualTo(MOST / 5 * 4);
    assertThat(hits).hasPositiveValue();
  }

  @Test
  void smallDatagramsCountForWhatTheyTakeBesides() {
    SendQueue one = stalled();
    add(one, 500, 1);
    assertThat(one.heldBytes()).isEqualTo(500 * SMALL);
  }

  @Test
  void nothingIsAddedAtItsEnd() {
    assertThat(memory.tryAdd(MOST)).isTrue();
    assertThat(memory.tryAdd(1)).isFalse();
    assertThat(memory.held()).isEqualTo(MOST);
    SendQueue queue = queue(FakeLink.open());
    add(queue, 1, 1);
    assertThat(overload()).isEqualTo(1);
    assertThat(queue.passOn(1, "{}")).isFalse();
  }

  @Test
  void aLinkThatLeavesManyControlMessagesUnreadIsEndedWhenMemoryIsShort() {
    FakeLink link = FakeLink.stalled();
    SendQueue unread = queue(link);
    String text = "x".repeat(1_000);
    for (int i = 0; i < 160; i++) {
      unread.control(text);
    }
    assertThat(link.isClosed()).isFalse(); // Messages may be added under a lock of the relay.
    unread.flush();
    assertThat(link.isClosed()).isTrue();
    assertThat(memory.held()).isZero();
  }

  @Test
  void whatOthersCauseTakesSoManyBytesOfALink() {
    SendQueue queue = new SendQueue(FakeLink.stalled(), counters, ticker);
    String text = "x".repeat(8_092);
    int added = 0;
    while (queue.passOn(added % 2, text)) {
      added++;
    }
    assertThat(added).isEqualTo(31);
  }

  @Test
  void noBudgetCountsNothing() {
    MemoryBudget.UNLIMITED.tryAdd(Long.MAX_VALUE);
    assertThat(MemoryBudget.UNLIMITED.tryAdd(Long.MAX_VALUE)).isTrue();
    assertThat(MemoryBudget.UNLIMITED.held()).isZero();
  }
}
