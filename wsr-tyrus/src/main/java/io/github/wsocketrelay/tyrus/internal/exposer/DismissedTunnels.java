package io.github.wsocketrelay.tyrus.internal.exposer;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tunnels that may not come again: those that the host closed, or did not approve. A connector
 * makes a new identifier at each start, so none of them is ever wanted again. Used under the
 * table's lock.
 */
final class DismissedTunnels {
  /** Most that are remembered; over it the one that was dismissed first is forgotten. */
  static final int MOST = 4_096;

  private final Set<String> ids = new LinkedHashSet<>();

  void add(String tunnel) {
    ids.add(tunnel);
    if (ids.size() > MOST) {
      ids.remove(ids.iterator().next());
    }
  }

  boolean contains(String tunnel) {
    return ids.contains(tunnel);
  }
}
