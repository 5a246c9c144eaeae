package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.AcceptPace;
import io.github.wsocketrelay.tyrus.internal.limit.Descriptors;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOEventLifeCycleListener;
import org.glassfish.grizzly.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class AcceptGateTest {
  /** So many descriptors are open, of a hundred. */
  private static final class Table implements Descriptors {
    private long open;

    @Override
    public long open() {
      return open;
    }

    @Override
    public long most() {
      return 100;
    }
  }

  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final Limits<RelayLimit> limits =
      TestLimits.relay(
          ticker, Map.of(RelayLimit.ACCEPTS_PER_SECOND, 10L, RelayLimit.ACCEPT_BURST, 2L));
  private final Table table = new Table();
  private final AcceptGate gate = new AcceptGate(new AcceptPace(limits, ticker, table), timers);
  private final Transport transport = mock(Transport.class);
  private final Connection<?> listening = mock(Connection.class);

  @BeforeEach
  void listens() {
    when(listening.getTransport()).thenReturn(transport);
    when(listening.isOpen()).thenReturn(true);
  }

  private void someoneComes() throws IOException {
    assertThat(gate.executeIoEvent(listening, IOEvent.SERVER_ACCEPT)).isTrue();
  }

  private void pass(Duration time) {
    ticker.advance(time);
    timers.advance(time);
  }

  private void assertAccepted(int count) {
    verify(transport, times(count)).fireIOEvent(eq(IOEvent.SERVER_ACCEPT), eq(listening), any());
  }

  private long hits(RelayLimit limit) {
    return Objects.requireNonNull(limits.hits().get(limit));
  }

  @Test
  void asksThePaceOnceForEachAccept() throws Exception {
    someoneComes();
    someoneComes();
    assertAccepted(2);
    verify(listening, never()).disableIOEvent(any());
    assertThat(hits(RelayLimit.ACCEPTS_PER_SECOND)).isZero();
    someoneComes(); // A burst of two it is: had it asked twice, the second would have waited.
    assertAccepted(2);
    assertThat(hits(RelayLimit.ACCEPTS_PER_SECOND)).isEqualTo(1);
  }

  @Test
  void takesItsInterestAwayAndGivesItBackWhenItIsTime() throws Exception {
    someoneComes();
    someoneComes();
    someoneComes();
    verify(listening).disableIOEvent(IOEvent.SERVER_ACCEPT);
    pass(Duration.ofMillis(199));
    verify(listening, never()).enableIOEvent(any());
    pass(Duration.ofMillis(1));
    verify(listening).enableIOEvent(IOEvent.SERVER_ACCEPT);
    someoneComes();
    assertAccepted(3);
  }

  @Test
  void waitsForDescriptorsAndGoesOnByItself() throws Exception {
    table.open = 85;
    someoneComes();
    assertAccepted(0);
    assertThat(hits(RelayLimit.DESCRIPTOR_PERCENT)).isEqualTo(1);
    table.open = 79;
    pass(Duration.ofSeconds(1));
    verify(listening).enableIOEvent(IOEvent.SERVER_ACCEPT);
    someoneComes();
    assertAccepted(1);
  }

  @Test
  void waitsAMomentAfterAFailedAccept() throws Exception {
    someoneComes();
    ArgumentCaptor<IOEventLifeCycleListener> hears =
        ArgumentCaptor.forClass(IOEventLifeCycleListener.class);
    verify(transport).fireIOEvent(eq(IOEvent.SERVER_ACCEPT), eq(listening), hears.capture());
    Context context = Context.create(listening);
    hears.getValue().onError(context, new IOException("Too many open files"));
    verify(listening).disableIOEvent(IOEvent.SERVER_ACCEPT);
    pass(Duration.ofMillis(100));
    verify(listening).enableIOEvent(IOEvent.SERVER_ACCEPT);
  }

  @Test
  void doesNothingMoreToAListenerThatIsClosedOrCloses() throws Exception {
    table.open = 85;
    someoneComes();
    when(listening.isOpen()).thenReturn(false);
    pass(Duration.ofSeconds(1));
    verify(listening, never()).enableIOEvent(any());
    when(listening.isOpen()).thenReturn(true);
    doThrow(new IOException("closed meanwhile")).when(listening).enableIOEvent(any());
    someoneComes();
    pass(Duration.ofSeconds(1));
    verify(listening).enableIOEvent(IOEvent.SERVER_ACCEPT);
  }
}
