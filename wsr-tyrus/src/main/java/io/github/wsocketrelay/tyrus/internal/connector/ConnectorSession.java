package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
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

/** The connector's end of one link: opens its tunnel, and tells the {@link ConnectorCore} of it. */
public final class ConnectorSession implements Conversation.Partner, SideSession {

  /** Hears whether the server is there. */
  public interface Owner {
    /** The relay knows of no such server now, or its exposer went away. */
    void onServerAway();

    /** The exposer with this Ed25519 key accepted. */
    void onOpened(byte[] exposerKey);
  }

  private final ConnectorCore core;
  private final URI relay;
  private final ServerId serverId;
  private final byte[] tunnel;
  private final LongSupplier epochs;
  private final Timers timers;
  private final SideOwner links;
  private final Owner owner;
  private final Conversation conversation;
  private boolean greeted; // link's I/O thread only
  private long epoch; // link's I/O thread only; 0 until it opens the tunnel
  private boolean answered; // link's I/O thread only
  private volatile @Nullable Pinger pinger;
  private volatile boolean ended;
  private volatile ControlMessage.@Nullable Refused refused;
  private volatile @Nullable Ending ending;

  /**
   * Makes the end of a link that has just opened.
   *
   * @param tunnel 16 random bytes, the same as long as the connector lives
   * @param epochs gives the epoch of the opening, higher each time
   */
  public ConnectorSession(
      Link link,
      ConnectorCore core,
      URI relay,
      ServerId serverId,
      byte[] tunnel,
      LongSupplier epochs,
      Timers timers,
      Pulse pulse,
      SideOwner links,
      Owner owner) {
    this.core = core;
    this.relay = relay;
    this.serverId = serverId;
    this.tunnel = tunnel;
    this.epochs = epochs;
    this.timers = timers;
    this.links = links;
    this.owner = owner;
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
    conversation.end(CloseCode.NORMAL, "connector closed");
  }

  @Override
  public void abandon() {
    conversation.abandon("of no use any more");
    over();
  }

  private void over() {
    ended = true;
    stopPinger();
    core.away(conversation);
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
    } else if (message instanceof ControlMessage.Opened opened) {
      opened(opened);
    } else if (message instanceof ControlMessage.Waiting
        || message instanceof ControlMessage.ServerAway) {
      // Away comes first where the exposer was lost before it has accepted.
      if (isAnswerOfNewest()) {
        away();
      }
    } else if (message instanceof ControlMessage.Closed) {
      core.away(conversation);
      ending =
          rejected(
              "the server's host closed the tunnel to server %s: ask them before you start again"
                  .formatted(serverId));
    } else if (message instanceof ControlMessage.FlowClosed flow) {
      core.flowClosed(conversation, flow.flow());
    } else if (!(message instanceof ControlMessage.Pong)) {
      throw new MalformedMessageException("not for a relay to send to a connector");
    }
  }

  private void greet(ControlMessage.Hello hello) {
    if (!links.onGreeted(this)) {
      abandon();
      return;
    }
    epoch = epochs.getAsLong();
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

  /** The relay has answered; tells whether over no newer link. */
  private boolean isAnswerOfNewest() {
    if (answered) {
      return core.isCurrent(conversation);
    }
    answered = true;
    if (ended || !core.answered(conversation, epoch)) {
      return false;
    }
    boolean wanted = links.onAnswered(this);
    if (!wanted) {
      abandon();
    }
    return wanted;
  }

  private void away() {
    core.away(conversation);
    owner.onServerAway();
  }

  private void opened(ControlMessage.Opened opened) {
    if (!core.isSameExposer(opened.publicKey())) {
      core.away(conversation);
      ending =
          rejected(
              "another exposer has taken the place of the one behind server %s; if its host knows why, start again"
                  .formatted(serverId));
      conversation.end(CloseCode.NORMAL, "the exposer's key changed");
      return;
    }
    if (!isAnswerOfNewest()) {
      return;
    }
    core.opened(conversation, opened.targets());
    if (ended) {
      core.away(conversation); // In between, on another thread.
      return;
    }
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
    over();
    Ending known = ending;
    links.onEnded(this, known != null ? known : Ending.of(code, reason, refused, relay, serverId));
  }
}
