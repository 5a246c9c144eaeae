package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for acknowledgements, and what does not. */
class SendQueueWindowTest {
  private static final int START_BYTES = 256 * 1024;
  private static final int OFFERED = 360;

  private final TrafficCounters counters = new TrafficCounters();
  private final ManualTicker ticker = new ManualTicker();
  private final AtomicInteger looks = new AtomicInteger();
  private final FakeLink link = FakeLink.open();
  private final SendQueue queue =
      new SendQueue(
          link,
          counters,
          () -> {
            looks.incrementAndGet();
            return ticker.nanos();
          });

  private void offer(int flow, String payload) {
    queue.datagram(1, flow, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private void offerBytes(int flow, int bytes) {
    queue.datagram(1, flow, ByteBuffer.allocate(bytes));
  }

  private long sent() {
    return link.binaries().stream().mapToLong(binary -> binary.length).sum();
  }

  /** Two loud flows, 1 and 2, offer more than the window takes. */
  private void overload() {
    for (int i = 1; i <= OFFERED / 2; i++) {
      offerBytes(1, 1_000);
      offerBytes(2, 1_000);
      if (i % 30 == 0) {
        queue.flush();
      }
    }
    assertThat(sent()).isBetween((long) START_BYTES, START_BYTES + 1_100L);
  }

  private void acknowledge(long received) {
    assertThat(queue.acknowledged(received, 0, 0)).isTrue();
    queue.flush();
  }

  @Test
  void datagramsWaitWhileTheWindowIsFull() {
    overload();
    assertThat(queue.isUnderWay()).isTrue();
    queue.flush();
    assertThat(sent()).isLessThan(START_BYTES + 1_100L);
  }

  private void offerNow(String payload) {
    offer(1, payload);
    queue.flush();
  }

  @Test
  void whileNothingComesThroughDatagramsAgeHereInsteadOfArrivingLate() {
    offerNow("a");
    ticker.advance(Duration.ofMillis(40));
    acknowledge(sent());
    offerNow("b");
    ticker.advance(Duration.ofMillis(1_050));
    offerNow("c");
    ticker.advance(Duration.ofMillis(100));
    offerNow("late");
    assertThat(link.datagrams()).containsExactly("1/1:a", "1/1:b", "1/1:c");

    ticker.advance(Duration.ofMillis(200));
    offerNow("fresh");
    assertThat(link.datagrams()).hasSize(3);
    acknowledge(sent());

    assertThat(link.datagrams()).last().isEqualTo("1/1:fresh");
    assertThat(link.datagrams()).hasSize(4);
    assertThat(counters.snapshot(0, 0).dropped(DropReason.STALE)).isEqualTo(1);
  }

  @Test
  void theyGoOnWhenAnAcknowledgementMakesRoom() {
    overload();
    acknowledge(20_000);
    acknowledge(sent());
    assertThat(link.datagrams()).hasSize(OFFERED);
    acknowledge(sent());
    assertThat(queue.isUnderWay()).isFalse();
  }

  @Test
  void anAcknowledgementThatCannotBeTrueMakesNoRoom() {
    overload();
    long before = sent();
    assertThat(queue.acknowledged(before + 1, 0, 0)).isFalse();
    queue.flush();
    assertThat(sent()).isEqualTo(before);
  }

  @Test
  void whatWaitedTooLongForRoomIsDroppedAndCounted() {
    overload();
    int before = link.datagrams().size();
    ticker.advance(Duration.ofMillis(100));
    acknowledge(sent());
    assertThat(link.datagrams()).hasSize(before);
    assertThat(counters.snapshot(0, 0).dropped(DropReason.STALE)).isEqualTo(OFFERED - before);
  }

  @Test
  void aQuietFlowPassesLoudOnesWhileTheWindowIsFull() {
    overload();
    int before = link.datagrams().size();
    offer(7, "quiet");
    queue.flush();
    assertThat(link.datagrams()).hasSize(before + 1).last().isEqualTo("1/7:quiet");
  }

  @Test
  void aQuietFlowOfAnotherTunnelDoesSoToo() {
    overload();
    queue.datagram(2, 7, ByteBuffer.wrap(new byte[] {'q'}));
    queue.flush();
    assertThat(link.datagrams()).last().isEqualTo("2/7:q");
  }

  @Test
  void aFlowWithTwoDatagramsIsNotQuiet() {
    overload();
    long before = sent();
    offer(7, "one");
    offer(7, "two");
    queue.flush();
    assertThat(sent()).isEqualTo(before);
  }

  @Test
  void quietFlowsExceedTheWindowByAQuarterAtMost() {
    overload();
    for (int flow = 10; flow < 110; flow++) {
      offerBytes(flow, 1_000);
      queue.flush();
    }
    assertThat(sent()).isBetween(START_BYTES * 5 / 4L, START_BYTES * 5 / 4L + 1_100);
  }

  @Test
  void controlMessagesDoNotWaitForAcknowledgements() {
    overload();
    queue.control("{}");
    queue.flush();
    assertThat(link.order()).last().isEqualTo("text {}");
  }

  @Test
  void acknowledgementsDoNotWaitForAcknowledgements() {
    overload();
    long before = sent();
    queue.received(2_048, ticker.nanos());
    assertThat(queue.isAcknowledgementDue(ticker.nanos())).isTrue();
    queue.flush();
    assertThat(sent()).isEqualTo(before + MessageFormat.ACKNOWLEDGEMENT_BYTES);
    assertThat(Acknowledgement.sentOver(link))
        .singleElement()
        .extracting(Acknowledgement::received)
        .isEqualTo(2_048L);
  }

  @Test
  void aFlushWithNothingButAnAcknowledgementThatIsDueSendsIt() {
    queue.received(2_047, ticker.nanos());
    queue.flush();
    assertThat(link.binaries()).isEmpty();
    ticker.advance(Duration.ofMillis(250));
    queue.flush();
    assertThat(link.binaries()).singleElement().satisfies(alone -> assertThat(alone).hasSize(17));
    queue.flush();
    assertThat(link.binaries()).hasSize(1);
    assertThat(queue.owesAcknowledgement()).isFalse();
    assertThat(queue.isUnderWay()).isFalse(); // Nobody acknowledges an acknowledgement.
  }

  @Test
  void anAcknowledgementRidesWithDatagramsOnceItIsWelcome() {
    queue.received(1_023, ticker.nanos());
    offer(1, "a");
    queue.flush();
    assertThat(Acknowledgement.sentOver(link)).isEmpty();
    queue.received(1, ticker.nanos());
    offer(1, "b");
    queue.flush();
    assertThat(link.binaries()).hasSize(2);
    assertThat(link.datagrams()).containsExactly("1/1:a", "1/1:b");
    assertThat(Acknowledgement.sentOver(link)).hasSize(1);
    acknowledge(sent()); // The acknowledgement in it counts.
    assertThat(queue.isUnderWay()).isFalse();
  }

  @Test
  void aWriteThatIsOutstandingIsUnderWayAndItsCompletionIsProgressForWhatWaited() {
    link.stall();
    assertThat(queue.isUnderWay()).isFalse();
    queue.control("1");
    queue.flush();
    assertThat(queue.isUnderWay()).isTrue();
    queue.control("2");
    queue.flush();
    long before = queue.progress();
    link.completeOne();
    assertThat(queue.progress()).isGreaterThan(before);
    link.completeOne();
    assertThat(queue.isUnderWay()).isFalse();
  }

  @Test
  void anAcknowledgedByteIsProgress() {
    offer(1, "a");
    queue.flush();
    long before = queue.progress();
    acknowledge(1);
    assertThat(queue.progress()).isGreaterThan(before);
    before = queue.progress();
    acknowledge(1);
    assertThat(queue.progress()).isEqualTo(before);
  }

  @Test
  void aFlushDoesNotSpinWhileWhatWaitsMayNotGo() {
    overload();
    queue.received(2_047, ticker.nanos());
    looks.set(0);
    queue.flush();
    assertThat(looks.get()).isLessThan(10);
  }

  @Test
  void nothingIsAcknowledgedAfterTheClose() {
    queue.received(40_000, ticker.nanos());
    queue.close(1_000, "bye");
    queue.flush();
    assertThat(link.order()).containsExactly("close 1000");
    looks.set(0);
    queue.flush();
    assertThat(looks.get()).isLessThan(10);
  }

  @Test
  void nothingIsAcknowledgedOnALinkThatIsGone() {
    queue.received(40_000, ticker.nanos());
    queue.linkClosed();
    queue.flush();
    assertThat(link.order()).isEmpty();
  }
}
