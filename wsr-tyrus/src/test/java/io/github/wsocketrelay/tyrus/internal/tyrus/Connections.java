package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.nio.NIOConnection;

/** Connections of Grizzly that lead nowhere, and may be asked for what every connection has. */
final class Connections {
  private Connections() {}

  static NIOConnection toNowhere() {
    NIOConnection connection = mock(NIOConnection.class);
    giveAttributes(connection);
    return connection;
  }

  private static void giveAttributes(Connection<?> connection) {
    when(connection.getAttributes())
        .thenReturn(Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createSafeAttributeHolder());
  }
}
