package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The relay's end of a connector's link: opens its tunnel, and carries its datagrams to the
 * exposer.
 */
final class ConnectorLink implements Conversation.Partner, LinkEnd {
  /** When its exposer comes back: 512 flows of which it confirms the end, and 512 that it has. */
  private static final int SAID_AGAIN = 1_024;

  private final Link link;
  private final Request request;
  private final byte[] nonce;
  private final ServerRegistry registry;
  private final LinkLimits limits;
  private final Refusals refusals;
  private final TrafficCounters counters;
  private final Conversation conversation;
  private volatile boolean spoken;
  private boolean gone; // guarded by the registry's lock
  private boolean opened; // guarded by the registry's lock
  private volatile @Nullable Tunnel tunnel; // written under the registry's lock
  private Tunnel.@Nullable Route touched; // link's I/O thread only

  ConnectorLink(
      Link link,
      Request request,
      byte[] nonce,
      ServerRegistry registry,
      LinkLimits limits,
      Refusals refusals,
      TrafficCounters counters,
      Ticker ticker,
      Pulse pulse,
      Reminders reminders) {
    this.link = link;
    this.request = request;
    this.nonce = nonce;
    this.registry = registry;
    this.limits = limits;
    this.refusals = refusals;
    this.counters = counters;
    this.conversation =
        new Conversation(link, counters, ticker, pulse, reminders, this, limits.memory());
  }

  @Override
  public Conversation conversation() {
    return conversation;
  }

  String tag() {
    return request.tag();
  }

  String host() {
    return request.host();
  }

  byte[] nonce() {
    return nonce;
  }

  InetSocketAddress remoteAddress() {
    return conversation.remoteAddress();
  }

  /** As control messages carry it: an address and a port. */
  String remoteAddressText() {
    InetSocketAddress address = remoteAddress();
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Whether the link had ended before the registry heard of it. */
  boolean isGone() {
    return gone;
  }

  void markGone() {
    gone = true;
  }

  @Override
  public boolean hasSpoken() {
    return spoken;
  }

  @Override
  public boolean mayBePinged() {
    return spoken;
  }

  @Nullable Tunnel tunnel() {
    return tunnel;
  }

  /** Its tunnel is open: the exposer wants it. Opened again, it tells of all its flows again. */
  void markOpened() {
    link.settled();
    if (opened) {
      limits.owedFlowAnswers(SAID_AGAIN);
    }
    opened = true;
  }

  void pairedWith(@Nullable Tunnel newTunnel) {
    tunnel = newTunnel;
  }

  @Override
  public boolean admitsMessage(int bytes) {
    return limits.admitsMessage(bytes);
  }

  @Override
  public boolean admits(ControlMessage message) {
    boolean isOfFlow =
        message instanceof ControlMessage.FlowOpened
            || message instanceof ControlMessage.FlowClosed;
    return isOfFlow ? limits.admitsFlowMessage() : limits.admitsControl();
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Open open) {
      if (spoken) {
        throw new MalformedMessageException("a second open");
      }
      spoken = true;
      link.asked();
      registry.open(this, open);
    } else if (!spoken) {
      throw new MalformedMessageException("the first message must be open");
    } else if (message instanceof ControlMessage.FlowOpened opened) {
      checkChannel(opened.channel());
      passOn(
          route ->
              new ControlMessage.FlowOpened(
                  route.channel(), opened.flow(), opened.target(), opened.hops()));
    } else if (message instanceof ControlMessage.FlowClosed closed) {
      checkChannel(closed.channel());
      passOn(route -> new ControlMessage.FlowClosed(route.channel(), closed.flow()));
    } else if (!(message instanceof ControlMessage.Pong
        || message instanceof ControlMessage.Refused)) {
      throw new MalformedMessageException("not for a connector to send");
    }
  }

  private static void checkChannel(int channel) throws MalformedMessageException {
    if (channel != 0) {
      throw new MalformedMessageException("channel " + channel + " on a connector's link");
    }
  }

  private void passOn(Function<Tunnel.Route, ControlMessage> message) {
    Tunnel.Route route = route();
    if (route != null && route.exposer().passOn(route.channel(), message.apply(route))) {
      route.limits().owedFlowAnswers(1);
      route.exposer().flush();
    }
  }

  private Tunnel.@Nullable Route route() {
    Tunnel current = tunnel;
    return current == null ? null : current.toExposer();
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {
    counters.linkReceived(payload.remaining());
    if (!limits.admitsDatagram(payload.remaining())) {
      counters.dropped(DropReason.RATE_LIMITED);
      return;
    }
    Tunnel.Route route = route();
    if (channel != 0) {
      conversation.violated("channel " + channel + " on a connector's link");
    } else if (route == null) {
      counters.dropped(DropReason.TUNNEL_NOT_OPEN);
    } else {
      route.exposer().datagram(route.channel(), flow, payload);
      touched = route;
    }
  }

  @Override
  public void onRefusing(RejectReason reason) {
    refusals.count(reason);
  }

  @Override
  public void onBundleEnd() {
    if (touched != null) {
      touched.exposer().flush();
      touched = null;
    }
  }

  @Override
  public void onEnded(int code, String reason) {
    spoken = true;
    registry.connectorLost(this, code == CloseCode.NORMAL);
  }
}
