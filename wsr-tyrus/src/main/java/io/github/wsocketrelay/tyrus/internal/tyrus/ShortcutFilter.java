package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.ByteBufferArray;
import org.glassfish.grizzly.ssl.SSLBaseFilter;

/**
 * Hands what comes on a connection that is a WebSocket straight to its {@link FrameReader}, past
 * the filters for HTTP and Tyrus' own. Right above the transport.
 */
final class ShortcutFilter extends BaseFilter implements AddOn {
  private static final Attribute<FrameReader> READER =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ShortcutFilter.class.getName());

  /** From here on this connection is a WebSocket. */
  static void upgraded(Connection<?> connection, FrameReader reader) {
    READER.set(connection, reader);
  }

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    int tls = chain.indexOfType(SSLBaseFilter.class);
    chain.add(Math.max(tls, chain.indexOfType(TransportFilter.class)) + 1, this);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    FrameReader reader = READER.get(context.getConnection());
    if (reader == null) {
      return context.getInvokeAction();
    }
    Buffer buffer = context.getMessage();
    if (buffer.isComposite()) {
      handleAll(buffer, reader);
    } else {
      reader.handle(buffer.toByteBuffer());
    }
    buffer.tryDispose();
    return context.getStopAction();
  }

  private static void handleAll(Buffer buffer, FrameReader reader) {
    ByteBufferArray parts = buffer.toByteBufferArray();
    ByteBuffer[] array = parts.getArray();
    for (int i = 0; i < parts.size(); i++) {
      reader.handle(array[i]);
    }
    parts.recycle();
  }
}
