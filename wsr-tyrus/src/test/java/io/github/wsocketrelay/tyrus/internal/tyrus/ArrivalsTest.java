package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.asyncqueue.TaskQueue;
import org.glassfish.grizzly.nio.NIOConnection;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class ArrivalsTest {
  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final Limits<RelayLimit> limits =
      TestLimits.relay(
          ticker,
          Map.of(RelayLimit.HANDSHAKE_SECONDS, 10L, RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 2L));
  private final Newcomers newcomers = new Newcomers(limits, peer -> false);
  private final Arrivals arrivals = new Arrivals(newcomers, limits, timers);

  private NIOConnection arrives() {
    NIOConnection connection = Connections.toNowhere();
    when(connection.getPeerAddress()).thenReturn(new InetSocketAddress("192.0.2.1", 5));
    when(connection.isOpen()).thenReturn(true);
    arrivals.onAcceptEvent(mock(Connection.class), connection);
    return connection;
  }

  private static Arrivals.Arrival of(NIOConnection connection) {
    return Objects.requireNonNull(Arrivals.of(connection));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as Grizzly has it
  private static void closes(NIOConnection connection) throws Exception {
    ArgumentCaptor<CloseListener> hears = ArgumentCaptor.forClass(CloseListener.class);
    verify(connection).addCloseListener(hears.capture());
    hears.getValue().onClosed(connection, null);
  }

  private void assertNobody() {
    assertThat(newcomers.total()).isZero();
    assertThat(newcomers.addresses()).isZero();
  }

  @Test
  void aConnectionCountsOnceWhateverBecomesOfIt() throws Exception {
    NIOConnection other = arrives();
    NIOConnection link = arrives();
    of(link).upgraded();
    of(link).asked();
    assertThat(newcomers.total()).isEqualTo(1);
    of(link).asked();
    of(link).settled();
    of(link).settled();
    closes(link);
    assertThat(newcomers.total()).isEqualTo(1);
    assertThat(newcomers.addresses()).isEqualTo(1);
    closes(other);
    assertNobody();
  }

  @Test
  void aConnectionThatIsGoneBeforeItAskedCountsNoMore() throws Exception {
    NIOConnection stranger = arrives();
    closes(stranger);
    of(stranger).asked();
    of(stranger).settled();
    assertNobody();
  }

  @Test
  void anEndThatIsHeardTwiceCountsOnce() throws Exception {
    NIOConnection stays = arrives();
    NIOConnection goes = arrives();
    closes(goes);
    closes(goes);
    assertThat(newcomers.total()).isEqualTo(1);
    assertThat(of(stays).isFrom(new InetSocketAddress("192.0.2.9", 0))).isTrue();
  }

  @Test
  void oneTooManyIsClosedAndLeavesNothing() {
    arrives();
    arrives();
    NIOConnection third = arrives();
    verify(third).terminateSilently();
    assertThat(Arrivals.of(third)).isNull();
    assertThat(newcomers.total()).isEqualTo(2);
  }

  @Test
  void whoIsNoWebSocketInTimeIsClosedAndCounted() {
    NIOConnection slow = arrives();
    NIOConnection link = arrives();
    of(link).upgraded();
    timers.advance(Duration.ofSeconds(10));
    verify(slow).terminateSilently();
    verify(link, never()).terminateSilently();
    assertThat(limits.hits()).containsEntry(RelayLimit.HANDSHAKE_SECONDS, 1L);
  }

  @Test
  void whatIsToldOfALimitNamesTheClientAndNotItsProxy() {
    Map<RelayLimit, InetSocketAddress> told = new EnumMap<>(RelayLimit.class);
    Limits<RelayLimit> telling =
        new Limits<>(
            RelayLimit.class,
            RelayLimit::standard,
            (limit, peer) -> told.put(limit, peer.orElseThrow()),
            ticker);
    InetSocketAddress client = new InetSocketAddress("198.51.100.7", 0);
    NIOConnection connection = Connections.toNowhere();
    when(connection.getPeerAddress()).thenReturn(new InetSocketAddress("10.0.0.1", 5));
    when(connection.isOpen()).thenReturn(true);
    when(connection.getAsyncWriteQueue()).thenAnswer(call -> mock(TaskQueue.class));
    new Arrivals(newcomers, telling, timers).onAcceptEvent(mock(Connection.class), connection);
    of(connection).isFrom(client);
    GrizzlyWire wire = new GrizzlyWire(connection, null);
    FrameReader reader =
        new FrameReader(
            part -> {},
            wire,
            new FrameLimits(telling, new MemoryBudget(100_000, () -> {}), wire, ticker));

    for (int i = 0; i < 300; i++) {
      reader.handle(ByteBuffer.wrap(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0}));
    }
    timers.advance(Duration.ofSeconds(10));

    assertThat(told)
        .containsOnly(
            Map.entry(RelayLimit.CONTROL_PER_SECOND, client),
            Map.entry(RelayLimit.HANDSHAKE_SECONDS, client));
  }

  @Test
  void whoIsGoneWhenItIsAcceptedIsNotCounted() {
    NIOConnection gone = Connections.toNowhere();
    when(gone.getPeerAddress()).thenReturn(null);
    arrivals.onAcceptEvent(mock(Connection.class), gone);
    verify(gone).terminateSilently();
    verify(gone, never()).addCloseListener(any(CloseListener.class));
    assertNobody();
  }
}
