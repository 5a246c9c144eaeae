package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.glassfish.grizzly.ssl.SSLFilter;

/**
 * A side's TLS: Grizzly's handshake, and {@link TlsRecords} after it. Leaves what is below it
 * alone: a proxy's answer is not for its engine.
 */
final class RelayTlsFilter extends SSLFilter {
  RelayTlsFilter(RelayEngines engines) {
    super(engines, engines);
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
    return records != null ? records.read(context) : super.handleRead(context);
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
