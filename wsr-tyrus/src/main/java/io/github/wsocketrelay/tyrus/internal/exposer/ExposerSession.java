package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.identity.HostNames;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.Pinger;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The exposer's end of one link: registers, and translates between the link's channels and the
 * tunnels of the {@link ExposerCore}.
 */
public final class ExposerSession implements Conversation.Partner, SideSession {

  /** Hears what becomes of the link. */
  public interface Owner {
    void onRegistered();

    /** The link is gone; called once. */
    void onEnded(Ending ending);
  }

  private final ExposerCore core;
  private final URI relay;
  private final ExposerIdentity identity;
  private final long epoch;
  private final ServerKeys keys;
  private final Timers timers;
  private final Owner owner;
  private final Conversation conversation;
  private final NumberTable<ExposerTunnel> channels = new NumberTable<>();
  private boolean greeted; // link's I/O thread only
  private boolean registered; // link's I/O thread only
  private volatile @Nullable Pinger pinger;
  private volatile boolean ended;
  private volatile ControlMessage.@Nullable Refused refused;

  /**
   * Makes the end of a link that has just opened.
   *
   * @param epoch of the registration, taken from the identity before the link was dialled
   */
  public ExposerSession(
      Link link,
      ExposerCore core,
      URI relay,
      ExposerIdentity identity,
      long epoch,
      Timers timers,
      Owner owner) {
    this.core = core;
    this.relay = relay;
    this.identity = identity;
    this.epoch = epoch;
    this.keys = identity.serverId().keys();
    this.timers = timers;
    this.owner = owner;
    this.conversation =
        new Conversation(link, core.counters(), core.ticker(), new Reminders(timers), this);
  }

  @Override
  public LinkHandler handler() {
    return conversation;
  }

  @Override
  public void leave() {
    conversation.say(new ControlMessage.Unregister());
    conversation.end(CloseCode.NORMAL, "exposer closed");
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Hello hello && !greeted) {
      greeted = true;
      register(hello);
    } else if (message instanceof ControlMessage.GoingAway) {
      return; // The end of the link follows; when to come back is not obeyed yet.
    } else if (!greeted) {
      throw new MalformedMessageException("the first message must be hello");
    } else if (message instanceof ControlMessage.Refused refusal) {
      refused = refusal;
    } else if (message instanceof ControlMessage.Registered && !registered) {
      registered = true;
      owner.onRegistered();
    } else if (!registered && !(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not before registered");
    } else if (message instanceof ControlMessage.TunnelOpened opened) {
      open(opened);
    } else if (message instanceof ControlMessage.TunnelResumed resumed) {
      resume(resumed);
    } else if (message instanceof ControlMessage.TunnelClosed closed) {
      close(closed);
    } else if (message instanceof ControlMessage.FlowOpened flow) {
      ExposerTunnel tunnel = channels.get(flow.channel());
      if (tunnel != null) {
        core.openFlow(tunnel, flow.flow(), flow.target());
      }
    } else if (message instanceof ControlMessage.FlowClosed flow) {
      ExposerTunnel tunnel = channels.get(flow.channel());
      if (tunnel != null) {
        core.flowClosed(tunnel, flow.flow());
      }
    } else if (!(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not for a relay to send to an exposer");
    }
  }

  private void register(ControlMessage.Hello hello) {
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
    boolean proven = isProven(opened.tunnel(), opened.epoch(), opened.sideProof());
    if (!proven || core.hasTunnel(opened.tunnel())) {
      say(new ControlMessage.TunnelRefused(opened.channel(), "denied"));
      return;
    }
    ExposerTunnel tunnel =
        new ExposerTunnel(
            opened.tunnel(),
            opened.epoch(),
            RemoteAddress.parse(opened.remoteAddress()),
            new ExposerTunnel.Route(conversation, opened.channel()));
    channels.put(opened.channel(), tunnel);
    core.openTunnel(tunnel);
    say(new ControlMessage.TunnelAccepted(opened.channel()));
  }

  private void resume(ControlMessage.TunnelResumed resumed) {
    ExposerTunnel tunnel = channels.get(resumed.channel());
    if (tunnel == null) {
      return; // Refused before.
    }
    boolean newer = Long.compareUnsigned(resumed.epoch(), tunnel.epoch()) > 0;
    if (newer && isProven(tunnel.key(), resumed.epoch(), resumed.sideProof())) {
      tunnel.resumed(resumed.epoch(), RemoteAddress.parse(resumed.remoteAddress()));
    } else {
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
      core.closeTunnel(tunnel);
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
    ended = true;
    stopPinger();
    owner.onEnded(Ending.of(code, reason, refused, relay, identity.serverId()));
  }
}
