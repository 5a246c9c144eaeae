package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The connector's end of one link: opens its tunnel, and tells the {@link ConnectorCore} of it. */
public final class ConnectorSession implements Conversation.Partner, SideSession {

  /** Hears what becomes of the link. */
  public interface Owner {
    /** The relay knows of no such server now, or its exposer went away. */
    void onServerAway();

    /** The exposer with this Ed25519 key accepted. */
    void onOpened(byte[] exposerKey);

    /** The link is gone; called once. */
    void onEnded(Ending ending);
  }

  private final ConnectorCore core;
  private final URI relay;
  private final ServerId serverId;
  private final byte[] tunnel;
  private final long epoch;
  private final Timers timers;
  private final Owner owner;
  private final Conversation conversation;
  private boolean greeted; // link's I/O thread only
  private volatile @Nullable Pinger pinger;
  private volatile boolean ended;
  private byte @Nullable [] exposerKey; // link's I/O thread only
  private volatile ControlMessage.@Nullable Refused refused;
  private volatile @Nullable Ending ending;

  /**
   * Makes the end of a link that has just opened.
   *
   * @param tunnel 16 random bytes, the same as long as the connector lives
   */
  public ConnectorSession(
      Link link,
      ConnectorCore core,
      URI relay,
      ServerId serverId,
      byte[] tunnel,
      long epoch,
      Timers timers,
      Owner owner) {
    this.core = core;
    this.relay = relay;
    this.serverId = serverId;
    this.tunnel = tunnel;
    this.epoch = epoch;
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
    conversation.end(CloseCode.NORMAL, "connector closed");
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Hello hello && !greeted) {
      greeted = true;
      open(hello);
    } else if (message instanceof ControlMessage.GoingAway) {
      return; // The end of the link follows; when to come back is not obeyed yet.
    } else if (!greeted) {
      throw new MalformedMessageException("the first message must be hello");
    } else if (message instanceof ControlMessage.Refused refusal) {
      refused = refusal;
    } else if (message instanceof ControlMessage.Opened opened) {
      opened(opened);
    } else if (message instanceof ControlMessage.Waiting
        || message instanceof ControlMessage.ServerAway) {
      core.away();
      owner.onServerAway();
    } else if (message instanceof ControlMessage.Closed) {
      core.away();
      ending =
          rejected(
              "the exposer of server %s ended the tunnel; ask its host why".formatted(serverId));
    } else if (message instanceof ControlMessage.FlowClosed flow) {
      core.flowClosed(conversation, flow.flow());
    } else if (!(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not for a relay to send to a connector");
    }
  }

  private void open(ControlMessage.Hello hello) {
    ServerKeys keys = serverId.keys();
    byte[] proof =
        Proofs.openProof(
            keys.admissionKey(),
            hello.nonce(),
            HostNames.dialled(relay),
            keys.tag(),
            epoch,
            tunnel);
    byte[] sideProof = Proofs.sideProof(keys.tunnelKey(), tunnel, epoch);
    conversation.say(new ControlMessage.Open(tunnel, epoch, proof, sideProof));
    conversation.flush();
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

  private void opened(ControlMessage.Opened opened) {
    byte[] known = exposerKey;
    if (known != null && !Arrays.equals(known, opened.publicKey())) {
      core.away();
      ending =
          rejected(
              "another exposer has taken the place of the one behind server %s; if its host knows why, start again"
                  .formatted(serverId));
      conversation.end(CloseCode.NORMAL, "the exposer's key changed");
      return;
    }
    exposerKey = opened.publicKey();
    core.opened(conversation, opened.targets());
    owner.onOpened(opened.publicKey());
  }

  private static Ending rejected(String message) {
    return new Ending(
        CloseReason.REJECTED, new RejectedException(message, RejectReason.DENIED, null));
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {
    if (channel != 0) {
      conversation.violated("channel " + channel + " on a connector's link");
      return;
    }
    core.toLocal(flow, payload);
  }

  @Override
  public void onBundleEnd() {
    // Datagrams went out one by one.
  }

  @Override
  public void onEnded(int code, String reason) {
    core.away();
    ended = true;
    stopPinger();
    Ending known = ending;
    owner.onEnded(known != null ? known : Ending.of(code, reason, refused, relay, serverId));
  }
}
