package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.FlowNumbers;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.relay.ChannelDues.Due;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The relay's end of an exposer's link: registers it, and carries its datagrams to connectors. */
final class ExposerLink implements Conversation.Partner, LinkEnd {
  private final Link link;
  private final Request request;
  private final byte[] nonce;
  private final ServerRegistry registry;
  private final LinkLimits limits;
  private final Refusals refusals;
  private final TrafficCounters counters;
  private final Conversation conversation;
  private final NumberTable<Tunnel> channels = new NumberTable<>();
  private final ChannelDues dues = new ChannelDues();
  private final FlowNumbers channelNumbers;
  private final List<Conversation> touched = new ArrayList<>(); // link's I/O thread only
  private volatile boolean spoken;
  private volatile boolean registered;
  private boolean gone; // guarded by the registry's lock

  ExposerLink(
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
    // A channel is never abandoned: it is free when the exposer has confirmed, or with the link.
    this.channelNumbers = new FlowNumbers(1, MessageFormat.MAX_NUMBER, ticker, Long.MAX_VALUE);
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

  String shortTag() {
    return "#" + request.tag().substring(0, 6);
  }

  InetSocketAddress remoteAddress() {
    return conversation.remoteAddress();
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
    return registered;
  }

  /** The exposer was told that the tag is its own. */
  void markRegistered() {
    registered = true;
    link.settled();
  }

  NumberTable<Tunnel> channels() {
    return channels;
  }

  /** Gives a tunnel a number on this link, or -1 when there is none left. */
  int openChannel(Tunnel tunnel) {
    int channel = channelNumbers.take();
    if (channel >= 0) {
      dues.opened(channel);
      channels.put(channel, tunnel);
    }
    return channel;
  }

  /** Takes the number from the tunnel; it stays in use until the exposer has confirmed. */
  void closeChannel(int channel, Tunnel tunnel) {
    channels.remove(channel, tunnel);
    conversation.purge(channel);
    dues.closed(channel);
  }

  @Override
  public boolean admitsMessage(int bytes) {
    return limits.admitsMessage(bytes);
  }

  @Override
  public boolean admits(ControlMessage message) {
    if (message instanceof ControlMessage.FlowClosed) {
      return limits.admitsFlowMessage();
    }
    return isDue(message) || limits.admitsControl();
  }

  private boolean isDue(ControlMessage message) {
    if (message instanceof ControlMessage.TunnelAccepted accepted) {
      return dues.take(accepted.channel(), Due.ANSWER);
    } else if (message instanceof ControlMessage.TunnelRefused refused) {
      return dues.take(refused.channel(), Due.ANSWER);
    } else if (message instanceof ControlMessage.CloseTunnel close) {
      return dues.take(close.channel(), Due.CLOSE);
    }
    return message instanceof ControlMessage.ChannelFree free
        && dues.take(free.channel(), Due.FREE);
  }

  /** For what passes on messages of flows to it. */
  LinkLimits limits() {
    return limits;
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Register register) {
      register(register);
    } else if (!spoken) {
      throw new MalformedMessageException("the first message must be register");
    } else if (message instanceof ControlMessage.TunnelAccepted accepted) {
      registry.accepted(this, accepted.channel());
    } else if (message instanceof ControlMessage.TunnelRefused refused) {
      registry.refused(this, refused.channel(), refused.reason());
    } else if (message instanceof ControlMessage.CloseTunnel close) {
      registry.closeTunnel(this, close.channel(), close.reason());
    } else if (message instanceof ControlMessage.ChannelFree free) {
      free(free.channel());
    } else if (message instanceof ControlMessage.FlowClosed closed) {
      passOn(closed);
    } else if (message instanceof ControlMessage.Unregister) {
      registry.unregister(this);
    } else if (!(message instanceof ControlMessage.Pong
        || message instanceof ControlMessage.Refused)) {
      throw new MalformedMessageException("not for an exposer to send");
    }
  }

  private void register(ControlMessage.Register register) throws MalformedMessageException {
    if (spoken) {
      throw new MalformedMessageException("a second register");
    }
    spoken = true;
    byte[] transcript =
        Proofs.registerTranscript(
            nonce, request.host(), tag(), register.epoch(), register.admissionKey());
    if (!ServerKeys.tagOf(register.admissionKey()).equals(tag())
        || !Proofs.verify(register.publicKey(), transcript, register.signature())) {
      conversation.refuse(RejectReason.DENIED, null);
      return;
    }
    registry.register(this, register);
  }

  private void free(int channel) throws MalformedMessageException {
    if (channels.get(channel) != null) {
      throw new MalformedMessageException("channel-free for an open channel");
    }
    channelNumbers.free(channel);
  }

  private void passOn(ControlMessage.FlowClosed closed) {
    Conversation connector = connectorOf(closed.channel());
    if (connector != null) {
      if (connector.passOn(0, new ControlMessage.FlowClosed(0, closed.flow()))) {
        connector.flush();
      }
    }
  }

  private @Nullable Conversation connectorOf(int channel) {
    Tunnel tunnel = channels.get(channel);
    return tunnel == null ? null : tunnel.toConnector();
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {
    counters.linkReceived(payload.remaining());
    if (!limits.admitsDatagram(payload.remaining())) {
      counters.dropped(DropReason.RATE_LIMITED);
      return;
    }
    Tunnel tunnel = channels.get(channel);
    Conversation connector = tunnel == null ? null : tunnel.toConnector();
    if (connector == null) {
      counters.dropped(tunnel == null ? DropReason.UNKNOWN_CHANNEL : DropReason.TUNNEL_NOT_OPEN);
      return;
    }
    connector.datagram(0, flow, payload);
    if (touched.isEmpty() || touched.get(touched.size() - 1) != connector) {
      touched.add(connector);
    }
  }

  @Override
  public void onRefusing(RejectReason reason) {
    refusals.count(reason);
  }

  @Override
  public void onBundleEnd() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
  }

  @Override
  public void onEnded(int code, String reason) {
    spoken = true;
    registry.exposerLost(this);
  }
}
