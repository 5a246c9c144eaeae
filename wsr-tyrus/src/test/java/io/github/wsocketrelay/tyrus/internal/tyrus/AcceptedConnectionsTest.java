package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.Connection;
import org.junit.jupiter.api.Test;

class AcceptedConnectionsTest {
  private final AcceptedConnections accepted = new AcceptedConnections();
  private final Connection<?> listening = mock(Connection.class);

  private Connection<?> accept() {
    Connection<?> connection = mock(Connection.class);
    accepted.onAcceptEvent(listening, connection);
    return connection;
  }

  @Test
  void closesWhatIsOpen() {
    Connection<?> connection = accept();
    verify(connection, never()).terminateSilently();
    accepted.close();
    verify(connection).terminateSilently();
  }

  @Test
  void closesWhatIsAcceptedWhileTheListenerStops() {
    accepted.close();
    verify(accept()).terminateSilently();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // as Grizzly has it
  void forgetsWhatIsClosed() {
    Connection<?> connection = mock(Connection.class);
    doAnswer(
            call -> {
              ((CloseListener) call.getArgument(0)).onClosed(connection, null);
              return null;
            })
        .when(connection)
        .addCloseListener(any(CloseListener.class));
    accepted.onAcceptEvent(listening, connection);
    accepted.close();
    verify(connection, never()).terminateSilently();
  }
}
