package io.github.wsocketrelay.tyrus.internal.identity;

import java.net.URI;
import java.util.Locale;

/**
 * The relay's host as signatures and proofs contain it: lower case, with the port unless that is 80
 * or 443, since a relay behind a proxy cannot know which of the two was dialled.
 */
public final class HostNames {
  private HostNames() {}

  /** As a side dials it. */
  public static String dialled(URI relay) {
    return normal(relay.getHost() + (relay.getPort() < 0 ? "" : ":" + relay.getPort()));
  }

  /** As a Host header says it. */
  public static String normal(String hostAndPort) {
    return hostAndPort.strip().toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
  }
}
