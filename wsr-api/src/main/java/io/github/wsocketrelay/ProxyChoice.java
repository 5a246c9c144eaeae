package io.github.wsocketrelay;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Decides through which HTTP proxy a relay is reached. Asked at each attempt; must not block. */
@FunctionalInterface
public interface ProxyChoice {

  /**
   * Decides for one relay.
   *
   * @param relay its address, {@code ws://…} or {@code wss://…}
   * @return the proxy, or empty to go without
   */
  Optional<HttpProxy> proxyFor(URI relay);

  /**
   * What the Java runtime is set to: {@link java.net.ProxySelector#getDefault()}, so the system
   * properties {@code https.proxyHost}, {@code http.nonProxyHosts} and their like. Asked under the
   * schemes {@code socket}, {@code https} and {@code http}, as RFC 6455, 4.1 has it.
   *
   * @return the default
   */
  static ProxyChoice system() {
    return Proxies::ofSystem;
  }

  /**
   * Never a proxy.
   *
   * @return a choice
   */
  static ProxyChoice none() {
    return relay -> Optional.empty();
  }

  /**
   * One proxy for all relays, those on this machine included.
   *
   * @param proxy the proxy
   * @return a choice
   */
  static ProxyChoice always(HttpProxy proxy) {
    return relay -> Optional.of(proxy);
  }

  /**
   * What the usual environment variables say: {@code https_proxy} for wss, {@code http_proxy} for
   * ws, {@code all_proxy} for both, in small or capital letters (but {@code HTTP_PROXY}, which a
   * web server may set from a request's header, not where {@code REQUEST_METHOD} is set), and
   * {@code no_proxy}: host names, which their subdomains follow, addresses and ranges with commas
   * between them, or {@code *}. Relays on loopback addresses are reached without.
   *
   * @param environment mostly {@code System.getenv()}
   * @return a choice
   * @throws IllegalArgumentException if a variable names no proxy, saying which
   */
  static ProxyChoice environment(Map<String, String> environment) {
    return Proxies.ofEnvironment(environment);
  }
}
