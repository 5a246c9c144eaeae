package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.glassfish.grizzly.asyncqueue.TaskQueue;
import org.glassfish.grizzly.nio.NIOConnection;
import org.junit.jupiter.api.Test;

class FrameLimitsTest {
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int BINARY = 0x82;
  private static final int BINARY_BEGINS = 0x02;
  private static final int CONTINUES = 0x00;
  private static final int CONTINUES_AND_ENDS = 0x80;
  private static final int BURST = 200;
  private static final int MOST = 100_000;

  private final ManualTicker ticker = new ManualTicker();
  private final Limits<RelayLimit> limits = TestLimits.relay(ticker, Map.of());
  private final MemoryBudget memory = new MemoryBudget(MOST, () -> {});
  private final NIOConnection connection = Connections.toNowhere();
  private final TaskQueue<?> unwritten = mock(TaskQueue.class);
  private final GrizzlyWire wire = new GrizzlyWire(connection, null);
  private final FrameLimits rules;
  private final FrameReader reader;
  private int passed;

  FrameLimitsTest() {
    when(connection.getAsyncWriteQueue()).thenAnswer(call -> unwritten);
    rules = new FrameLimits(limits, memory, wire, ticker);
    reader = new FrameReader(part -> passed++, wire, rules);
  }

  /** A frame of as many bytes with a mask of zeros, of which only some come. */
  private void frame(int first, int length, int come) {
    ByteBuffer frame = ByteBuffer.allocate(come + 8).put((byte) first);
    if (length < 126) {
      frame.put((byte) (FrameHeader.MASKED | length));
    } else {
      frame.put((byte) (FrameHeader.MASKED | 126)).putShort((short) length);
    }
    frame.putInt(0);
    reader.handle(frame.limit(frame.position() + come).rewind());
  }

  private void frame(int first, int length) {
    frame(first, length, length);
  }

  private void assertLives() {
    verify(connection, never()).terminateSilently();
  }

  private void assertEnded() {
    verify(connection).terminateSilently();
  }

  private void assertTooManyAre(Runnable frame) {
    for (int i = 0; i < BURST; i++) {
      frame.run();
    }
    assertLives();
    frame.run();
    assertEnded();
    assertThat(limits.hits()).containsEntry(RelayLimit.CONTROL_PER_SECOND, 1L);
    int before = passed;
    frame.run();
    assertThat(passed).isEqualTo(before);
  }

  @Test
  void aFloodOfPingsEndsTheConnection() {
    assertTooManyAre(() -> frame(PING, 4));
  }

  @Test
  void aFloodOfPongsEndsTheConnection() {
    assertTooManyAre(() -> frame(PONG, 0));
  }

  @Test
  void aFloodOfEmptyMessagesEndsTheConnection() {
    assertTooManyAre(() -> frame(BINARY, 0));
  }

  @Test
  void aFloodOfSmallPartsEndsTheConnection() {
    frame(BINARY_BEGINS, 100);
    assertTooManyAre(() -> frame(CONTINUES, 15));
  }

  @Test
  void pingsNowAndThenAndMessagesOfAnyNumberMayCome() {
    wire.deliverTo(message -> {});
    for (int i = 0; i < 1_000; i++) {
      frame(PING, 4);
      frame(BINARY, 8);
      frame(BINARY, 8);
      ticker.advance(Duration.ofMillis(50));
    }
    assertLives();
    assertThat(limits.hits()).containsEntry(RelayLimit.CONTROL_PER_SECOND, 0L);
  }

  @Test
  void whoPingsAndDoesNotReadTheAnswersIsEnded() {
    when(unwritten.spaceInBytes()).thenReturn(FrameLimits.MOST_UNWRITTEN_BYTES);
    frame(PING, 4);
    assertLives();
    when(unwritten.spaceInBytes()).thenReturn(FrameLimits.MOST_UNWRITTEN_BYTES + 1);
    frame(PING, 4);
    assertEnded();
  }

  @Test
  void whatIsNotCompleteIsHeldAndCompleteNoMore() {
    wire.deliverTo(message -> {});
    frame(BINARY, 1_000, 10);
    assertThat(memory.held()).isEqualTo(1_000);
    reader.handle(ByteBuffer.allocate(990));
    assertThat(memory.held()).isZero();
    frame(BINARY, 1_000);
    assertThat(memory.held()).isZero();
  }

  @Test
  void partsOfAMessageAreHeldUntilItsLast() {
    wire.deliverTo(message -> {});
    frame(BINARY_BEGINS, 1_000);
    frame(PING, 4);
    frame(CONTINUES, 500);
    assertThat(memory.held()).isEqualTo(1_500);
    frame(CONTINUES_AND_ENDS, 300);
    assertThat(memory.held()).isZero();
    frame(BINARY_BEGINS, 1_000);
    frame(CONTINUES_AND_ENDS, 0);
    assertThat(memory.held()).isZero();
  }

  @Test
  void nothingIsHeldForAConnectionThatIsGone() {
    frame(BINARY_BEGINS, 1_000, 10);
    rules.closed();
    assertThat(memory.held()).isZero();
    reader.handle(ByteBuffer.allocate(990));
    frame(CONTINUES, 500);
    assertThat(memory.held()).isZero();
  }

  @Test
  void aMessageForWhichThereIsNoMemoryEndsTheConnection() {
    assertThat(memory.tryAdd(MOST - 10)).isTrue();
    wire.deliverTo(message -> {});
    frame(BINARY, 1_000, 10);
    assertEnded();
    assertThat(memory.held()).isEqualTo(MOST - 10);
  }

  @Test
  void whoHoldsTheMostIsEndedWhenMemoryIsShort() {
    frame(BINARY, 60_000, 10);
    assertLives();
    assertThat(memory.tryAdd(30_000)).isTrue();
    memory.relieve();
    assertEnded();
  }
}
