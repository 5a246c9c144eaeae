package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link ProxyChoice} can be had as. */
final class Proxies {
  private Proxies() {}

  static Optional<HttpProxy> ofSystem(URI relay) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return Optional.empty();
    }
    String rest = relay.toString().substring(relay.getScheme().length());
    return Stream.of("socket", "https", "http")
        .flatMap(scheme -> selector.select(URI.create(scheme + rest)).stream())
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .map(address -> new HttpProxy(address.getHostString(), address.getPort()))
        .findFirst();
  }

  static ProxyChoice ofEnvironment(Map<String, String> environment) {
    boolean isCgi = environment.containsKey("REQUEST_METHOD");
    Optional<HttpProxy> all = proxy(environment, "all_proxy", "ALL_PROXY");
    Optional<HttpProxy> secure = proxy(environment, "https_proxy", "HTTPS_PROXY").or(() -> all);
    Optional<HttpProxy> plain =
        (isCgi ? proxy(environment, "http_proxy") : proxy(environment, "http_proxy", "HTTP_PROXY"))
            .or(() -> all);
    List<String> without =
        Stream.of(
                environment
                    .getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""))
                    .toLowerCase(Locale.ROOT)
                    .split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList();
    return relay ->
        isWithout(relay, without)
            ? Optional.empty()
            : relay.getScheme().equals("wss") ? secure : plain;
  }

  private static Optional<HttpProxy> proxy(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isBlank()) {
        try {
          return Optional.of(HttpProxy.parse(value));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "the environment variable " + name + ": " + e.getMessage(), e);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWithout(URI relay, List<String> without) {
    String host = relay.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return isLoopback(host) || without.stream().anyMatch(entry -> covers(entry, host, relay));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d+){3}");
  }

  private static boolean covers(String entry, String host, URI relay) {
    if (entry.equals("*") || entry.equals(host) || entry.equals(host + ":" + relay.getPort())) {
      return true;
    }
    String suffix = entry.replaceFirst("^\\*?\\.?", "");
    return host.equals(suffix) || host.endsWith("." + suffix) || isInRange(entry, host);
  }

  private static boolean isInRange(String entry, String host) {
    try {
      AddressRange range = AddressRange.parse(entry);
      return host.matches("[0-9.]+|.*:.*") && range.contains(java.net.InetAddress.getByName(host));
    } catch (IllegalArgumentException | java.net.UnknownHostException e) {
      return false;
    }
  }
}
