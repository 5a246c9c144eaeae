package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();

  private static void offer(SendQueue queue, int channel, String payload) {
    queue.datagram(channel, 0, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private static void offer(SendQueue queue, String payload) {
    offer(queue, 1, payload);
  }

  private static void offerBytes(SendQueue queue, int bytes) {
    offerBytes(queue, 0, bytes);
  }

  private static void offerBytes(SendQueue queue, int flow, int bytes) {
    queue.datagram(1, flow, ByteBuffer.allocate(bytes));
  }

  /** The peer has received all, and so on until nothing waits. */
  private static void acknowledge(SendQueue queue, FakeLink link) {
    for (int before = -1; before != link.binaries().size(); ) {
      before = link.binaries().size();
      queue.acknowledged(link.binaries().stream().mapToLong(binary -> binary.length).sum(), 0, 0);
      queue.flush();
    }
  }

  private TrafficStats stats() {
    return counters.snapshot(0, 0);
  }

  private long dropped(DropReason reason) {
    return stats().dropped(reason);
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "1/0:" + i).toList();
  }

  @Test
  void anIdleLinkSendsAtOnce() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "a");
    queue.flush();
    queue.control("{}");
    queue.flush();
    offer(queue, "b");
    queue.flush();
    assertThat(link.order()).containsExactly("binary", "text {}", "binary");
    assertThat(link.datagrams()).containsExactly("1/0:a", "1/0:b");
  }

  @Test
  void nothingIsSentBeforeTheFlush() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "a");
    queue.control("{}");
    assertThat(link.order()).isEmpty();
  }

  @Test
  void aFlushOfNothingSendsNothing() {
    FakeLink link = FakeLink.open();
    new SendQueue(link, counters, ticker).flush();
    assertThat(link.order()).isEmpty();
  }

  @Test
  void oneWriteIsOutstandingAtATime() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int i = 0; i < 10; i++) {
      offer(queue, "" + i);
      queue.control("{}");
      queue.flush();
    }
    assertThat(link.order()).hasSize(1);
    link.completeOne();
    assertThat(link.order()).hasSize(2);
    link.resume();
    assertThat(link.mostOutstanding()).isEqualTo(1);
    assertThat(link.datagrams()).hasSize(10);
  }

  @Test
  void controlMessagesGoBeforeDatagramsThatWaitedLonger() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    offer(queue, "waits");
    queue.control("1");
    queue.control("2");
    queue.flush();
    link.resume();
    assertThat(link.order()).containsExactly("binary", "text 1", "text 2", "binary");
  }

  @Test
  void whatWaitsForABusyLinkGoesOutInOneMessageInOrder() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int i = 0; i < 60; i++) {
      offer(queue, "" + i);
      queue.flush();
    }
    link.resume();
    assertThat(link.binaries()).hasSize(2);
    assertThat(FakeLink.datagramsOf(link.binaries().get(0))).containsExactly("1/0:0");
    assertThat(FakeLink.datagramsOf(link.binaries().get(1)))
        .containsExactlyElementsOf(numbered(1, 60));
    assertThat(stats().linkSent()).isEqualTo(60);
    assertThat(stats().linkSentBytes()).isEqualTo(110); // 10 of one digit, 50 of two
  }

  @Test
  void aMessageTakesDatagramsOf16KiB() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int i = 0; i < 200; i++) {
      offerBytes(queue, i % 10, 1_000);
      queue.flush();
    }
    link.resume();
    assertThat(link.binaries()).allMatch(binary -> binary.length <= 1 + 16 * 1024);
    // 16 datagrams of 1,006 bytes fit, so the 199 that waited take 13 messages.
    assertThat(link.binaries()).hasSize(14);
    assertThat(link.datagrams()).hasSize(200);
  }

  @Test
  void aLargerDatagramGoesAlone() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offerBytes(queue, 1);
    queue.flush();
    offerBytes(queue, 1, 2);
    offerBytes(queue, 0, MessageFormat.MAX_PAYLOAD_BYTES);
    offerBytes(queue, 2, 3);
    offerBytes(queue, 2, 4);
    queue.flush();
    link.resume();
    assertThat(link.binaries())
        .extracting(binary -> binary.length)
        .containsExactly(8, 1 + 8 + 9 + 10, MessageFormat.MAX_SINGLE_BYTES);
  }

  @Test
  void smallMessagesFollowAfterLargeOnes() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int bytes : new int[] {65_507, 3, 40_000, 0, 16_384, 16_377, 1}) {
      offerBytes(queue, bytes);
      queue.flush();
      acknowledge(queue, link);
    }
    assertThat(link.binaries())
        .extracting(binary -> binary.length - 7)
        .containsExactly(65_507, 3, 40_000, 0, 16_384, 16_377, 1);
  }

  @Test
  void thePayloadIsCopiedWhenItIsAdded() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    byte[] bytes = {'a', 'b', 'c', 'd'};
    ByteBuffer payload = ByteBuffer.wrap(bytes, 1, 2);
    queue.datagram(0xffff, 0xfffe, payload);
    bytes[1] = 'x';
    queue.flush();
    assertThat(link.datagrams()).containsExactly("65535/65534:bc");
    assertThat(payload.hasRemaining()).isFalse();
  }

  @Test
  void over64DatagramsOfAFlowItsOldestAreDroppedAndCounted() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    for (int i = 0; i < 67; i++) {
      offer(queue, "" + i);
    }
    link.resume();
    assertThat(link.datagrams().subList(1, 65)).isEqualTo(numbered(3, 67));
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(3);
    assertThat(stats().totalDropped()).isEqualTo(3);
  }

  @Test
  void over512DatagramsOrOver256KiBTheLongestFlowPays() {
    for (int bytes : new int[] {1, 4_000}) {
      FakeLink link = FakeLink.stalled();
      SendQueue queue = new SendQueue(link, counters, ticker);
      offer(queue, "under way");
      queue.flush();
      offer(queue, 2, "quiet");
      for (int i = 0; i < 64 * 9; i++) {
        offerBytes(queue, i % 9, bytes);
      }
      link.resume();
      acknowledge(queue, link);
      int fits = Math.min(512, (256 * 1024 - 11) / (bytes + 6) + 1);
      assertThat(link.datagrams()).hasSize(1 + fits).contains("2/0:quiet");
    }
  }

  @Test
  void whatHasWaitedFor100MillisecondsIsDroppedAndCounted() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    offer(queue, "old");
    offer(queue, 2, "old, of another tunnel");
    ticker.advance(Duration.ofMillis(1));
    offer(queue, "fresh");
    ticker.advance(Duration.ofMillis(99));
    link.resume();
    assertThat(link.datagrams()).containsExactly("1/0:under way", "1/0:fresh");
    assertThat(dropped(DropReason.STALE)).isEqualTo(2);
  }

  @Test
  void aQuietFlowDoesNotWaitBehindALoudOne() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    for (int i = 0; i < 50; i++) {
      offerBytes(queue, 7, 1_200);
    }
    queue.datagram(1, 8, ByteBuffer.wrap(new byte[] {'q'}));
    queue.flush();
    link.completeOne();
    assertThat(FakeLink.datagramsOf(link.binaries().get(1)).subList(0, 3)).contains("1/8:q");
  }

  @Test
  void tunnelsTakeTurnsByBytesHoweverManyFlowsTheyHave() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    for (int i = 0; i < 15; i++) {
      for (int flow = 0; flow < 9; flow++) {
        queue.datagram(1, flow, ByteBuffer.allocate(600));
      }
      queue.datagram(2, 0, ByteBuffer.allocate(1_200));
    }
    link.completeOne();
    List<String> first = FakeLink.datagramsOf(link.binaries().get(1));
    long ofOne = first.stream().filter(text -> text.startsWith("1/")).count() * 606;
    long ofTwo = first.stream().filter(text -> text.startsWith("2/")).count() * 1_206;
    assertThat(Math.abs(ofOne - ofTwo)).isLessThanOrEqualTo(2 * Credit.QUANTUM_BYTES);
  }

  @Test
  void roomIsGivenBackWhenDatagramsAreSentOrPurged() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int round = 0; round < 10; round++) {
      link.stall();
      for (int i = 0; i < 250; i++) {
        offerBytes(queue, i % 5, 500);
        queue.datagram(2, i % 5, ByteBuffer.allocate(500));
        queue.flush();
      }
      queue.purge(2);
      link.resume();
      acknowledge(queue, link);
    }
    assertThat(dropped(DropReason.QUEUE_FULL)).isZero();
    assertThat(link.datagrams()).filteredOn(text -> text.startsWith("1/")).hasSize(2_500);
  }

  @Test
  void purgingAChannelDropsItsDatagramsOnlyAndCountsThem() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, 1, "under way");
    queue.flush();
    offer(queue, 1, "a");
    offer(queue, 2, "b");
    offer(queue, 1, "c");
    offer(queue, 3, "d");
    queue.purge(1);
    queue.purge(9);
    queue.flush();
    link.resume();
    assertThat(link.datagrams()).containsExactly("1/0:under way", "2/0:b", "3/0:d");
    assertThat(dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(2);
  }

  @Test
  void aCloseSendsTheControlMessagesThatWaitAndDropsDatagrams() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    offer(queue, "waits");
    queue.control("1");
    queue.control("2");
    queue.close(4_409, "superseded");
    assertThat(link.order()).containsExactly("binary", "text 1", "text 2", "close 4409");
    assertThat(link.closeReason()).isEqualTo("superseded");
    link.resume();
    assertThat(link.datagrams()).containsExactly("1/0:under way");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(1);
  }

  @Test
  void afterACloseNothingIsSentAndDatagramsAreCounted() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.close(1_000, "bye");
    queue.control("late");
    offer(queue, "late");
    queue.flush();
    queue.close(4_400, "again");
    assertThat(link.order()).containsExactly("close 1000");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(1);
  }

  @Test
  void aLinkThatIsGoneDropsAndCountsWhatWaitsAndWhatComes() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    offer(queue, "a");
    offer(queue, "b");
    queue.linkClosed();
    offer(queue, "c");
    queue.control("late");
    queue.flush();
    link.resume();
    assertThat(link.order()).containsExactly("binary");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(3);
  }

  @Test
  void aWriteThatFailsLaterEndsTheQueueAndTheLink() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    offer(queue, "a");
    link.failOne();
    offer(queue, "b");
    queue.flush();
    assertThat(link.order()).containsExactly("binary", "close 1011");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(2);
  }

  @Test
  void aWriteThatFailsInTheCallEndsTheQueueAndTheLink() {
    FakeLink link = FakeLink.failing();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("1");
    queue.control("2");
    offer(queue, "a");
    queue.flush();
    assertThat(link.order()).containsExactly("text 1", "close 1011");
    assertThat(dropped(DropReason.LINK_DOWN)).isEqualTo(1);
  }

  @Test
  void manyWritesThatCompleteInTheCallDoNotDeepenTheStack() {
    FakeLink link = FakeLink.stalled().forgetful();
    SendQueue queue = new SendQueue(link, counters, ticker);
    int rounds = 25;
    for (int round = 0; round < rounds; round++) {
      link.stall();
      for (int i = 0; i < 4_000; i++) { // 100,000 in all
        queue.control("{}");
        queue.flush();
      }
      link.resume();
      assertThat(link.outstanding()).isZero();
    }
    assertThat(link.isClosed()).isFalse();
    for (int i = 0; i < 100_000; i++) {
      offer(queue, "x");
      queue.flush();
      queue.acknowledged(8L * (i + 1), 0, 0);
    }
    assertThat(stats().linkSent()).isEqualTo(100_000);
  }

  @Test
  void aPeerThatDoesNotReadItsControlMessagesIsCut() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("under way");
    queue.flush();
    for (int i = 0; i < SendQueue.MAX_CONTROLS; i++) {
      queue.control("{}");
      queue.flush();
    }
    assertThat(link.isClosed()).isFalse();
    queue.control("too many");
    queue.flush();
    assertThat(link.closeCode()).isEqualTo(CloseCode.RATE_LIMITED);
    assertThat(link.texts()).doesNotContain("too many");
  }

  @Test
  void aWriteThatFailsAfterTheCloseChangesNothing() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    queue.close(4_409, "superseded");
    link.failOne();
    assertThat(link.order()).containsExactly("binary", "close 4409");
  }

  @Test
  void whatOthersCauseIsBoundedForOneTunnelAndForAll() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("under way");
    queue.flush();
    for (int channel = 1; channel <= 2; channel++) {
      for (int i = 0; i < FairQueue.MAX_CONTROLS / 2; i++) {
        assertThat(queue.passOn(channel, "{}")).isTrue();
      }
      assertThat(queue.passOn(channel, "too many")).isFalse();
    }
    assertThat(queue.passOn(3, "too many")).isFalse();
    queue.control("own");
    queue.flush();
    assertThat(link.isClosed()).isFalse();
    link.resume();
    assertThat(link.texts()).contains("own").doesNotContain("too many");
    assertThat(link.texts()).hasSize(2 + FairQueue.MAX_CONTROLS);
    assertThat(queue.passOn(1, "fits again")).isTrue();
  }

  @Test
  void aFloodOfWhatOnePeerCausesDelaysTheDatagramsOfOthersByOneTurn() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("under way");
    queue.flush();
    String text = "x".repeat(50);
    for (int i = 0; i < 1_000; i++) {
      queue.passOn(1, text);
    }
    offer(queue, 2, "a");
    queue.flush();
    link.resume();
    assertThat(link.order().indexOf("binary")).isLessThan(Credit.QUANTUM_BYTES / 50);
    assertThat(link.texts()).hasSize(1_001);
  }

  @Test
  void whatAPeerCausesGoesBeforeItsDatagrams() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("under way");
    queue.flush();
    offer(queue, "earlier");
    queue.passOn(1, "opened");
    offer(queue, "later");
    queue.control("own");
    queue.flush();
    link.resume();
    assertThat(link.order()).containsExactly("text under way", "text own", "text opened", "binary");
    assertThat(link.datagrams()).containsExactly("1/0:earlier", "1/0:later");
  }

  @Test
  void whatAPeerCausesGoesThoughDatagramsMayNot() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int flow = 0; flow < 20; flow++) {
      for (int i = 0; i < 60; i++) {
        offerBytes(queue, flow, 1_000); // More than the window takes.
        queue.flush();
      }
    }
    int sent = link.datagrams().size();
    assertThat(sent).isLessThan(1_200);
    queue.passOn(2, "opened");
    queue.passOn(1, "closed");
    queue.flush();
    assertThat(link.texts()).containsExactlyInAnyOrder("opened", "closed");
    assertThat(link.datagrams()).hasSize(sent);
  }

  @Test
  void whileDatagramsMayNotGoWhatPeersCauseGoesInTurns() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    for (int flow = 0; flow < 20; flow++) {
      for (int i = 0; i < 60; i++) {
        offerBytes(queue, flow, 1_000);
        queue.flush();
      }
    }
    for (int i = 0; i < 1_000; i++) {
      queue.passOn(1, "x".repeat(50));
    }
    queue.passOn(2, "one");
    queue.flush();
    assertThat(link.texts()).hasSize(1_001);
    assertThat(link.texts().indexOf("one")).isLessThan(Credit.QUANTUM_BYTES / 50);
  }

  @Test
  void aPurgedChannelLosesWhatItsPeerCaused() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.control("under way");
    queue.flush();
    queue.passOn(1, "gone");
    queue.passOn(2, "stays");
    queue.purge(1);
    link.resume();
    assertThat(link.texts()).containsExactly("under way", "stays");
  }

  @Test
  void whatAnotherPeerSaysAfterTheCloseIsDropped() {
    FakeLink link = FakeLink.open();
    SendQueue queue = new SendQueue(link, counters, ticker);
    queue.close(1_000, "bye");
    assertThat(queue.passOn(1, "late")).isTrue(); // nothing waits, so nothing is too many
    queue.flush();
    assertThat(link.texts()).isEmpty();
  }

  @Test
  void aDatagramThatJustFitsSharesTheMessageAndOneThatDoesNotFollows() {
    FakeLink link = FakeLink.stalled();
    SendQueue queue = new SendQueue(link, counters, ticker);
    offer(queue, "under way");
    queue.flush();
    int rest = 16 * 1024 - 4_006 - 6; // to the last byte of 16 KiB
    offerBytes(queue, 4_000);
    offerBytes(queue, rest);
    offerBytes(queue, 4_000);
    offerBytes(queue, rest + 1); // one too many
    link.resume();
    assertThat(link.binaries())
        .extracting(binary -> binary.length)
        .containsExactly(7 + 9, 1 + 16 * 1024, 1 + 4_006, 1 + 6 + rest + 1);
  }
}
