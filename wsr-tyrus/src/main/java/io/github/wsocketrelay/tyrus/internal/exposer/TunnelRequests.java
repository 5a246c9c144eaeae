package io.github.wsocketrelay.tyrus.internal.exposer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connectors that wait for the host's answer, by identifier. Used under the table's lock. */
final class TunnelRequests {
  private final Map<String, TunnelRequest> requests = new LinkedHashMap<>();

  @Nullable TunnelRequest get(String id) {
    return requests.get(id);
  }

  /** The one of a tunnel, if it is on this channel. */
  @Nullable TunnelRequest on(ExposerTunnel tunnel, ExposerTunnel.Route route) {
    TunnelRequest request = requests.get(tunnel.id());
    return request != null && request.isOn(tunnel, route) ? request : null;
  }

  boolean contains(TunnelRequest request) {
    return requests.get(request.tunnel().id()) == request;
  }

  void add(TunnelRequest request) {
    requests.put(request.tunnel().id(), request);
  }

  void remove(TunnelRequest request) {
    requests.remove(request.tunnel().id(), request);
    request.stopTimer();
  }

  Collection<TunnelRequest> all() {
    return requests.values();
  }

  /** Those of which this is so. */
  List<TunnelRequest> matching(Predicate<TunnelRequest> what) {
    return requests.values().stream().filter(what).toList();
  }

  int size() {
    return requests.size();
  }

  /** How many have a connector that is there. */
  int attached() {
    return matching(request -> request.route() != null).size();
  }

  /** The one whose connector is gone, and which is here longest; null if there is none. */
  @Nullable TunnelRequest oldestDetached() {
    return requests.values().stream()
        .filter(request -> request.route() == null)
        .findFirst()
        .orElse(null);
  }
}
