package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.tls.RelayContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * TLS on a listener, with what its files have at the time. A peer that does not speak it is
 * disconnected: Grizzly would log a stack trace for each.
 */
final class TlsAddOn extends SSLBaseFilter implements AddOn {
  private static final Logger LOG = System.getLogger(TlsAddOn.class.getName());

  TlsAddOn(RelayContext context) {
    super(new Engines(context));
  }

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    chain.add(chain.indexOfType(TransportFilter.class) + 1, this);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    try {
      return super.handleRead(context);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "no TLS with {0}: {1}", context.getAddress(), e.getClass());
      sayWhy(context);
      context.getConnection().closeSilently();
      return context.getStopAction();
    }
  }

  /** Sends the alert that the engine has for the peer, if any: Grizzly does not. */
  private static void sayWhy(FilterChainContext context) {
    SSLEngine engine = SSLUtils.getSSLEngine(context.getConnection());
    if (engine == null || engine.isOutboundDone()) {
      return;
    }
    ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), alert);
    } catch (SSLException e) {
      return; // There is none.
    }
    if (alert.flip().hasRemaining()) {
      context.write(Buffers.wrap(context.getMemoryManager(), alert));
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
