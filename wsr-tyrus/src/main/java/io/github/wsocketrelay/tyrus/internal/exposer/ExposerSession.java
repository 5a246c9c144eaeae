package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.identity.HostNames;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.Pinger;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The exposer's end of one link: registers, and translates between the link's channels and the
 * tunnels of the {@link ExposerCore}.
 */
public final class ExposerSession implements Conversation.Partner, SideSession {

  private final ExposerCore core;
  private final URI relay;
  private final ExposerIdentity identity;
  private final LongSupplier epochs;
  private final ServerKeys keys;
  private final Timers timers;
  private final SideOwner links;
  private final Conversation conversation;
  private final NumberTable<ExposerTunnel> channels = new NumberTable<>();
  private boolean greeted; // link's I/O thread only
  private long epoch; // link's I/O thread only; 0 until it registers
  private boolean registered; // link's I/O thread only
  private volatile @Nullable Pinger pinger;
  private volatile boolean ended;
  private volatile ControlMessage.@Nullable Refused refused;

  /**
   * Makes the end of a link that has just opened.
   *
   * @param epochs gives the epoch of the registration, higher each time
   */
  public ExposerSession(
      Link link,
      ExposerCore core,
      URI relay,
      ExposerIdentity identity,
      LongSupplier epochs,
      Timers timers,
      Pulse pulse,
      SideOwner links) {
    this.core = core;
    this.relay = relay;
    this.identity = identity;
    this.epochs = epochs;
    this.keys = identity.serverId().keys();
    this.timers = timers;
    this.links = links;
    this.conversation =
        new Conversation(link, core.counters(), core.ticker(), pulse, new Reminders(timers), this);
  }

  @Override
  public LinkHandler handler() {
    return conversation;
  }

  @Override
  public Health look() {
    conversation.look();
    conversation.measure();
    return conversation.health();
  }

  @Override
  public void ping() {
    conversation.ping();
  }

  @Override
  public void leave() {
    conversation.say(new ControlMessage.Unregister());
    conversation.end(CloseCode.NORMAL, "exposer closed");
  }

  @Override
  public void abandon() {
    conversation.abandon("of no use any more");
    over();
  }

  private void over() {
    ended = true;
    stopPinger();
    core.linkLost(conversation);
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Hello hello && !greeted) {
      greeted = true;
      greet(hello);
    } else if (message instanceof ControlMessage.GoingAway away) {
      links.onGoingAway(this, Duration.ofMillis(away.reconnectAfterMillis()));
      conversation.end(CloseCode.GOING_AWAY, "the relay goes away");
    } else if (message instanceof ControlMessage.Refused refusal) {
      refused = refusal; // Before the hello too, where access was refused later than at once.
    } else if (!greeted) {
      throw new MalformedMessageException("the first message must be hello");
    } else if (message instanceof ControlMessage.Registered && !registered) {
      registered = true;
      registered();
    } else if (!registered && !(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not before registered");
    } else if (message instanceof ControlMessage.TunnelOpened opened) {
      open(opened);
    } else if (message instanceof ControlMessage.TunnelResumed resumed) {
      resume(resumed);
    } else if (message instanceof ControlMessage.TunnelClosed closed) {
      close(closed);
    } else if (message instanceof ControlMessage.FlowOpened flow) {
      ExposerTunnel tunnel = tunnelOn(flow.channel());
      if (tunnel != null) {
        core.openFlow(tunnel, flow.flow(), flow.target(), flow.hopsBefore());
      }
    } else if (message instanceof ControlMessage.FlowClosed flow) {
      ExposerTunnel tunnel = tunnelOn(flow.channel());
      if (tunnel != null) {
        core.flowClosed(tunnel, flow.flow());
      }
    } else if (!(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not for a relay to send to an exposer");
    }
  }

  /** The tunnel of a channel, unless it is attached to a newer link by now. */
  private @Nullable ExposerTunnel tunnelOn(int channel) {
    ExposerTunnel tunnel = channels.get(channel);
    return tunnel != null && tunnel.isOn(conversation) ? tunnel : null;
  }

  private void greet(ControlMessage.Hello hello) {
    if (!links.onGreeted(this)) {
      abandon();
      return;
    }
    epoch = epochs.getAsLong();
    byte[] transcript =
        Proofs.registerTranscript(
            hello.nonce(), HostNames.dialled(relay), keys.tag(), epoch, keys.admissionKey());
    say(
        new ControlMessage.Register(
            Proofs.rawKey(identity.publicKey()),
            keys.admissionKey(),
            epoch,
            identity.sign(transcript),
            core.targetOffsets(),
            core.instance()));
    pinger = Pinger.start(conversation, hello.pingSeconds(), timers);
    if (ended) {
      stopPinger(); // The link ended in between, on another thread.
    }
  }

  private void registered() {
    boolean newest = core.registered(conversation, epoch);
    if (ended) {
      core.linkLost(conversation); // In between, on another thread.
    } else if (newest && !links.onAnswered(this)) {
      abandon();
    }
  }

  private void stopPinger() {
    Pinger running = pinger;
    if (running != null) {
      running.stop();
    }
  }

  private void open(ControlMessage.TunnelOpened opened) throws MalformedMessageException {
    if (channels.get(opened.channel()) != null) {
      throw new MalformedMessageException("tunnel-opened for a channel that is in use");
    }
    if (!isProven(opened.tunnel(), opened.epoch(), opened.sideProof())) {
      if (core.isLinkedBy(conversation)) {
        say(new ControlMessage.TunnelRefused(opened.channel(), "denied"));
      }
      return;
    }
    ExposerTunnel tunnel =
        core.attach(
            opened.tunnel(),
            opened.epoch(),
            RemoteAddress.parse(opened.remoteAddress()),
            routeOf(opened.channel()));
    if (tunnel != null) {
      channels.put(opened.channel(), tunnel);
    }
    conversation.flush();
  }

  private ExposerTunnel.Route routeOf(int channel) {
    return new ExposerTunnel.Route(conversation, channel);
  }

  private void resume(ControlMessage.TunnelResumed resumed) {
    ExposerTunnel tunnel = channels.get(resumed.channel());
    if (tunnel == null) {
      return; // Refused before.
    }
    boolean taken =
        isProven(tunnel.key(), resumed.epoch(), resumed.sideProof())
            && core.renewed(
                tunnel,
                resumed.epoch(),
                RemoteAddress.parse(resumed.remoteAddress()),
                routeOf(resumed.channel()));
    if (!taken) {
      say(new ControlMessage.CloseTunnel(resumed.channel(), "denied"));
    }
  }

  private boolean isProven(byte[] tunnel, long epoch, byte[] sideProof) {
    return Proofs.same(Proofs.sideProof(keys.tunnelKey(), tunnel, epoch), sideProof);
  }

  private void close(ControlMessage.TunnelClosed closed) {
    ExposerTunnel tunnel = channels.get(closed.channel());
    if (tunnel != null && Long.compareUnsigned(closed.epoch(), tunnel.epoch()) < 0) {
      return; // Of an earlier link of a connector that has come back.
    }
    if (tunnel != null) {
      channels.remove(closed.channel(), tunnel);
      if (closed.reason().equals(ControlMessage.TunnelClosed.LOST)) {
        core.loseTunnel(tunnel, routeOf(closed.channel()));
      } else {
        core.closeTunnel(tunnel, routeOf(closed.channel()));
      }
      conversation.purge(closed.channel());
    }
    say(new ControlMessage.ChannelFree(closed.channel()));
  }

  private void say(ControlMessage message) {
    conversation.say(message);
    conversation.flush();
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {
    core.counters().linkReceived(payload.remaining());
    ExposerTunnel tunnel = channels.get(channel);
    if (tunnel != null && tunnel.received(flow, payload)) {
      return;
    }
    TargetFlow found = tunnel == null ? null : tunnel.flows().get(flow);
    if (tunnel == null) {
      core.counters().dropped(DropReason.UNKNOWN_CHANNEL);
    } else if (found == null) {
      core.counters().dropped(DropReason.UNKNOWN_FLOW);
    } else {
      found.deliver(payload);
    }
  }

  @Override
  public void onBundleEnd() {
    // Datagrams went out one by one.
  }

  @Override
  public void onEnded(int code, String reason) {
    over();
    links.onEnded(this, Ending.of(code, reason, refused, relay, identity.serverId()));
  }
}
