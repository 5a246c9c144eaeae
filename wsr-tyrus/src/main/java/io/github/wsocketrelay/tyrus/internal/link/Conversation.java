package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageDecoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageHandler;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One end of the protocol on one link: what the peer sends becomes calls of a {@link Partner}, and
 * what this end says becomes messages. Answers pings, and ends the link of a peer that breaks the
 * protocol. Safe for use by many threads.
 */
public final class Conversation implements LinkHandler {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());

  /** Takes what the peer says; see {@link LinkHandler} for threads. */
  public interface Partner extends MessageHandler {

    /**
     * A control message other than ping.
     *
     * @throws MalformedMessageException if it must not come (now), which ends the link
     */
    void onControl(ControlMessage message) throws MalformedMessageException;

    /** The datagrams of one message were all handed out: time to flush. */
    void onBundleEnd();

    /** The link is gone; called once. */
    void onEnded(int code, String reason);
  }

  private final Link link;
  private final SendQueue queue;
  private final Partner partner;
  private volatile boolean over;

  public Conversation(Link link, TrafficCounters counters, Ticker ticker, Partner partner) {
    this.link = link;
    this.queue = new SendQueue(link, counters, ticker);
    this.partner = partner;
  }

  public InetSocketAddress remoteAddress() {
    return link.remoteAddress();
  }

  /** Adds a control message; {@link #flush} sends it. */
  public void say(ControlMessage message) {
    queue.control(ControlCodec.encode(message));
  }

  /** Adds a control message that another peer caused, unless too many wait for this one. */
  public boolean passOn(ControlMessage message) {
    return queue.passOn(ControlCodec.encode(message));
  }

  /** Adds a datagram; {@link #flush} sends it. */
  public void datagram(int channel, int flow, ByteBuffer payload) {
    queue.datagram(channel, flow, payload);
  }

  /** Drops the datagrams that wait for a channel. */
  public void purge(int channel) {
    queue.purge(channel);
  }

  /** Sends what waits, without blocking. */
  public void flush() {
    queue.flush();
  }

  /** Says why, and ends the link with the code that goes with it. */
  public void refuse(RejectReason reason, @Nullable Duration retryAfter) {
    refuse(CloseCode.of(reason), reason, CloseCode.word(reason), retryAfter);
  }

  /** Ends the link because the peer broke the protocol. */
  public void violated(String what) {
    LOG.log(Level.DEBUG, "link of {0} broke the protocol: {1}", link.remoteAddress(), what);
    refuse(CloseCode.PROTOCOL, RejectReason.PROTOCOL, what, null);
  }

  private void refuse(int code, RejectReason reason, String why, @Nullable Duration retryAfter) {
    Integer millis =
        retryAfter == null ? null : (int) Math.min(retryAfter.toMillis(), Integer.MAX_VALUE);
    say(new ControlMessage.Refused(code, CloseCode.word(reason), millis));
    end(code, why);
  }

  /** Ends the link behind the control messages that wait. */
  public void end(int code, String reason) {
    over = true;
    queue.close(code, reason);
  }

  @Override
  public void onText(String text) {
    if (over) {
      return;
    }
    if (text.length() > ControlCodec.MAX_CHARACTERS) {
      refuse(RejectReason.TOO_BIG, null);
      return;
    }
    try {
      ControlMessage message = ControlCodec.decode(text);
      if (message instanceof ControlMessage.Ping ping) {
        say(new ControlMessage.Pong(ping.t()));
        flush();
      } else {
        partner.onControl(message);
      }
    } catch (MalformedMessageException e) {
      violated(e.what());
    }
  }

  @Override
  public void onBinary(ByteBuffer message) {
    if (over) {
      return;
    }
    if (message.remaining() > MessageFormat.MAX_MESSAGE_BYTES) {
      refuse(RejectReason.TOO_BIG, null);
      return;
    }
    try {
      MessageDecoder.decode(message, partner);
    } catch (MalformedMessageException e) {
      violated(e.what());
    } finally {
      partner.onBundleEnd();
    }
  }

  @Override
  public void onClosed(int code, String reason) {
    over = true;
    queue.linkClosed();
    partner.onEnded(code, reason);
  }
}
