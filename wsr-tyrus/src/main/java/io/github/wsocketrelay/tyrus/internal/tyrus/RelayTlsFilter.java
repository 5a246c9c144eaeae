package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLFilter;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * A side's TLS: Grizzly's handshake, and {@link TlsRecords} after it. Leaves what is below it
 * alone: a proxy's answer is not for its engine.
 */
final class RelayTlsFilter extends SSLFilter {
  private final Runnable spokeFirst;
  private boolean tooEarly; // the connection's thread only

  /**
   * Makes one, for one connection.
   *
   * @param spokeFirst is told at most once that the other end did not wait for this one, as a relay
   *     does
   */
  RelayTlsFilter(RelayEngines engines, Runnable spokeFirst) {
    super(engines, engines);
    this.spokeFirst = spokeFirst;
  }

  /**
   * Begins the handshake, on whatever thread. What comes meanwhile on the connection's own would
   * begin it too: Grizzly would then use two engines, and wait for ever.
   */
  void begin(Connection<?> connection, CompletionHandler<SSLEngine> done) throws IOException {
    synchronized (connection) {
      handshake(connection, done);
    }
  }

  private boolean hasBegun(Connection<?> connection) {
    synchronized (connection) {
      return SSLUtils.getSSLEngine(connection) != null;
    }
  }

  @Override
  public void onAdded(FilterChain filterChain) {}

  @Override
  public void onRemoved(FilterChain filterChain) {}

  @Override
  protected void notifyHandshakeComplete(Connection<?> connection, SSLEngine engine) {
    TlsRecords.begin(connection, engine); // Who is told below may write at once.
    super.notifyHandshakeComplete(connection, engine);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    TlsRecords records = TlsRecords.of(context.getConnection());
    if (records != null) {
      return records.read(context);
    }
    if (!tooEarly && !hasBegun(context.getConnection())) {
      tooEarly = true;
      spokeFirst.run();
    }
    if (tooEarly) {
      context.<Buffer>getMessage().tryDispose();
      return context.getStopAction();
    }
    return super.handleRead(context);
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
}
