package io.github.wsocketrelay.tyrus.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class SerialTransmissionTest {
  private static final CloseReason GOING = new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "x");

  private final ManualTimers timers = new ManualTimers();
  private final Session session = mock(Session.class);
  private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
  private final List<String> begun = new ArrayList<>();
  private final List<SendHandler> underWay = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Newcomers newcomers =
      new Newcomers(TestLimits.relay(Ticker.SYSTEM, Map.of()), peer -> false);
  private SerialTransmission transmission;

  @BeforeEach
  void open() {
    when(session.getAsyncRemote()).thenReturn(remote);
    doAnswer(call -> begins(call.getArgument(0), call.getArgument(1)))
        .when(remote)
        .sendText(anyString(), any());
    doAnswer(call -> begins("binary", call.getArgument(1)))
        .when(remote)
        .sendBinary(any(), any(SendHandler.class));
    transmission =
        new SerialTransmission(
            session,
            Runnable::run,
            timers,
            newcomers.enter(new InetSocketAddress("203.0.113.7", 1)));
  }

  private Object begins(String what, SendHandler handler) {
    begun.add(what);
    underWay.add(handler);
    return null;
  }

  private void complete() {
    underWay.remove(0).onResult(new SendResult(session));
  }

  @Test
  void sendsTheNextMessageWhenTheLastIsWritten() {
    transmission.sendBinary(ByteBuffer.allocate(1), failure -> done.add("binary"));
    transmission.sendText("a", failure -> done.add("a"));
    transmission.sendText("b", failure -> done.add("b"));
    assertThat(begun).containsExactly("binary");

    complete();
    assertThat(begun).containsExactly("binary", "a");
    complete();
    complete();

    assertThat(begun).containsExactly("binary", "a", "b");
    assertThat(done).containsExactly("binary", "a", "b");
  }

  /** A peer that reads again may let thousands end in the calls that begin them. */
  @Test
  void manyThatEndAtOnceNeedNoStack() {
    transmission.sendText("held", failure -> done.add("held"));
    doAnswer(
            call -> {
              SendHandler handler = call.getArgument(1);
              handler.onResult(new SendResult(session));
              return null;
            })
        .when(remote)
        .sendText(anyString(), any());
    for (int i = 0; i < 5_000; i++) {
      transmission.sendText("more", failure -> done.add("more"));
    }

    complete();

    assertThat(done).hasSize(5_001).startsWith("held");
  }

  @Test
  void goesOnWhenACompletionSendsMore() {
    transmission.sendText("a", failure -> transmission.sendText("b", none -> done.add("b")));

    complete();
    complete();

    assertThat(begun).containsExactly("a", "b");
    assertThat(done).containsExactly("b");
  }

  @Test
  void tellsOnceOfASendThatThrows() {
    doThrow(new IllegalStateException("closed")).when(remote).sendText(anyString(), any());

    transmission.sendText("a", failure -> done.add(failure.getMessage()));
    transmission.sendBinary(ByteBuffer.allocate(1), failure -> {});

    assertThat(done).containsExactly("closed");
    assertThat(begun).containsExactly("binary");
  }

  @Test
  void closesBehindWhatIsUnderWay() throws Exception {
    transmission.sendText("a", failure -> {});

    transmission.close(GOING);
    verify(session, never()).close(any());
    complete();

    InOrder order = inOrder(session);
    order.verify(session).setMaxIdleTimeout(SerialTransmission.CLOSING_LIMIT.toMillis());
    order.verify(session).close(GOING);
  }

  @Test
  void closesAfterAWhileThoughThePeerDoesNotRead() throws Exception {
    transmission.sendText("a", failure -> {});
    transmission.close(GOING);

    timers.advance(SerialTransmission.WRITING_LIMIT);

    verify(session).close(GOING);
    complete();
    verify(session).close(GOING); // Once.
  }

  @Test
  void abortsAtOnce() throws Exception {
    transmission.sendText("a", failure -> {});

    transmission.abort(GOING);

    verify(session).close(GOING);
  }

  @Test
  void setsHowLongTheContainerMayTry() {
    verify(remote).setSendTimeout(SerialTransmission.SENDING_LIMIT.toMillis());
  }

  @Test
  void countsAStrangerUntilItIsSettledOrGone() {
    assertThat(newcomers.total()).isOne();
    transmission.asked();
    assertThat(newcomers.total()).isZero();
    assertThat(newcomers.addresses()).isOne();
    transmission.ended();
    assertThat(newcomers.addresses()).isZero();
  }
}
