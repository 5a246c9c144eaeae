package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import io.github.wsocketrelay.tyrus.internal.tls.RelayContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.ssl.SSLUtils;
import org.jspecify.annotations.Nullable;

/**
 * TLS on a listener, with what its files have at the time: Grizzly's handshake, and {@link
 * TlsRecords} after it. A peer that does not speak it is disconnected: Grizzly would log a stack
 * trace for each.
 */
final class TlsAddOn extends SSLBaseFilter implements AddOn {
  private static final Logger LOG = System.getLogger(TlsAddOn.class.getName());

  /** What comes on this connection is of no interest any more. */
  private static final Attribute<Boolean> FAILED =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(TlsAddOn.class.getName());

  private final LogLimit logs = new LogLimit(LOG);

  TlsAddOn(RelayContext context) {
    super(new Engines(context));
  }

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    chain.add(chain.indexOfType(TransportFilter.class) + 1, this);
  }

  @Override
  public void onAdded(FilterChain filterChain) {}

  @Override
  public void onRemoved(FilterChain filterChain) {}

  @Override
  protected void notifyHandshakeComplete(Connection<?> connection, SSLEngine engine) {
    TlsRecords.begin(connection, engine);
    super.notifyHandshakeComplete(connection, engine);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    Connection<?> connection = context.getConnection();
    if (FAILED.isSet(connection)) {
      context.<Buffer>getMessage().tryDispose();
      return context.getStopAction();
    }
    TlsRecords records = TlsRecords.of(connection);
    try {
      return records != null ? records.read(context) : super.handleRead(context);
    } catch (IOException | RuntimeException e) {
      String address = host(context.getAddress());
      logs.log(Level.DEBUG, address, "no TLS with " + address + ": " + e.getClass().getName());
      FAILED.set(connection, true);
      sayWhy(context);
      return context.getStopAction();
    }
  }

  @Override
  protected NextAction unwrapAll(FilterChainContext context, SSLConnectionContext tls)
      throws SSLException {
    TlsRecords records = TlsRecords.of(context.getConnection());
    return records != null ? records.read(context) : super.unwrapAll(context, tls);
  }

  @Override
  public NextAction handleWrite(FilterChainContext context) throws IOException {
    TlsRecords records = TlsRecords.of(context.getConnection());
    return records != null ? records.write(context) : super.handleWrite(context);
  }

  /**
   * Sends the alert that the engine has for the peer, if any, which Grizzly does not, and closes. A
   * close with bytes that were not read would take the alert away again (RFC 1122, 4.2.2.13): where
   * the handshake has failed, only this direction ends behind the alert. The peer closes the other
   * one, or {@link Arrivals} does when the time for the handshake is over.
   */
  @SuppressWarnings("rawtypes") // as Grizzly has it
  private static void sayWhy(FilterChainContext context) {
    Connection<?> connection = context.getConnection();
    ByteBuffer alert = alert(SSLUtils.getSSLEngine(connection));
    if (!alert.hasRemaining()) {
      connection.closeSilently();
      return;
    }
    context.write(
        Buffers.wrap(context.getMemoryManager(), alert),
        new EmptyCompletionHandler<WriteResult>() {
          @Override
          public void completed(WriteResult result) {
            if (TlsRecords.of(connection) == null) {
              endOutput((NIOConnection) connection);
            } else {
              connection.closeSilently();
            }
          }
        });
  }

  /** Without its port, which differs for each connection of one stranger. */
  private static String host(Object address) {
    return address instanceof InetSocketAddress socket && socket.getAddress() != null
        ? socket.getAddress().getHostAddress()
        : "an unknown address";
  }

  private static ByteBuffer alert(@Nullable SSLEngine engine) {
    if (engine == null || engine.isOutboundDone()) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), alert);
    } catch (SSLException e) {
      return ByteBuffer.allocate(0); // There is none.
    }
    return alert.flip();
  }

  private static void endOutput(NIOConnection connection) {
    try {
      ((SocketChannel) connection.getChannel()).shutdownOutput();
    } catch (IOException e) {
      connection.closeSilently(); // The peer has gone already.
    }
  }

  /** Makes an engine of its own for every connection. */
  private static final class Engines extends SSLEngineConfigurator {
    private final RelayContext context;

    Engines(RelayContext context) {
      this.context = context;
    }

    @Override
    public SSLEngine createSSLEngine() {
      return context.engine();
    }

    @Override
    public SSLEngine createSSLEngine(String peerHost, int peerPort) {
      return context.engine();
    }

    @Override
    public SSLEngine configure(SSLEngine engine) {
      return engine; // It is.
    }

    @Override
    public SSLEngineConfigurator copy() {
      return this;
    }
  }
}
