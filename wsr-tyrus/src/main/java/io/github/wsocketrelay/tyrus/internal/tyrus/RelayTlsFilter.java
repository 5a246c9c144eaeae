package io.github.wsocketrelay.tyrus.internal.tyrus;

import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.ssl.SSLFilter;

/** Grizzly's TLS, which leaves what is below it alone: a proxy's answer is not for its engine. */
final class RelayTlsFilter extends SSLFilter {
  RelayTlsFilter(RelayEngines engines) {
    super(engines, engines);
  }

  @Override
  public void onAdded(FilterChain filterChain) {}

  @Override
  public void onRemoved(FilterChain filterChain) {}
}
