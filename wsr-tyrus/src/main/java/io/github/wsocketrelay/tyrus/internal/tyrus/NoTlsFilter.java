package io.github.wsocketrelay.tyrus.internal.tyrus;

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

/**
 * Closes connections that begin with TLS where there is none: HTTP would wait for the end of a
 * line, and the peer would learn only in 10 s that it is wrong here.
 */
final class NoTlsFilter extends BaseFilter implements AddOn {
  private static final int TLS_HANDSHAKE = 0x16;

  private static final Attribute<Boolean> BEGUN =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(NoTlsFilter.class.getName());

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    chain.add(chain.indexOfType(TransportFilter.class) + 1, this);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    Connection<?> connection = context.getConnection();
    Buffer buffer = context.getMessage();
    if (BEGUN.isSet(connection) || !buffer.hasRemaining()) {
      return context.getInvokeAction();
    }
    BEGUN.set(connection, true);
    if (buffer.get(buffer.position()) != TLS_HANDSHAKE) {
      return context.getInvokeAction();
    }
    buffer.tryDispose();
    connection.closeSilently();
    return context.getStopAction();
  }
}
