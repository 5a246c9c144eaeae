package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Open;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One connector paired with one server, whose exposer may be away. Changed under the registry's
 * lock; the two routes are read for every datagram without it.
 */
final class Tunnel {
  /** Where a connector's datagrams go. */
  record Route(Conversation exposer, LinkLimits limits, int channel) {}

  final Server server;
  final String id;
  private ConnectorLink connector;
  private Open open;
  private @Nullable ExposerLink exposer;
  private int channel;
  private volatile @Nullable Route toExposer;
  private volatile @Nullable Conversation toConnector;

  Tunnel(Server server, ConnectorLink connector, Open open) {
    this.server = server;
    this.id = idOf(open);
    this.connector = connector;
    this.open = open;
  }

  static String idOf(Open open) {
    return HexFormat.of().formatHex(open.tunnel());
  }

  ConnectorLink connector() {
    return connector;
  }

  Open open() {
    return open;
  }

  @Nullable ExposerLink exposer() {
    return exposer;
  }

  int channel() {
    return channel;
  }

  boolean isAccepted() {
    return toExposer != null;
  }

  /** Null until the exposer has accepted, and while it is away. */
  @Nullable Route toExposer() {
    return toExposer;
  }

  /** Null until the exposer has accepted, and while it is away. */
  @Nullable Conversation toConnector() {
    return toConnector;
  }

  void announced(ExposerLink to, int onChannel) {
    exposer = to;
    channel = onChannel;
  }

  void accepted(ExposerLink by) {
    toExposer = new Route(by.conversation(), by.limits(), channel);
    toConnector = connector.conversation();
  }

  void resumed(ConnectorLink by, Open with) {
    connector = by;
    open = with;
    if (toConnector != null) {
      toConnector = by.conversation();
    }
  }

  void exposerGone() {
    exposer = null;
    channel = 0;
    toExposer = null;
    toConnector = null;
  }
}
