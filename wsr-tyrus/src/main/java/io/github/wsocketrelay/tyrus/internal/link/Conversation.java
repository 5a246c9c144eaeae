package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageDecoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageHandler;
import io.github.wsocketrelay.tyrus.internal.quality.RoundTrips;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One end of the protocol on one link: what the peer sends becomes calls of a {@link Partner}, and
 * what this end says becomes messages. Answers pings, acknowledges what came, and ends the link of
 * a peer that breaks the protocol. Safe for use by many threads.
 */
public final class Conversation implements LinkHandler {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());
  private static final LogLimit LOGS = new LogLimit(LOG); // all links': a stranger has many

  /** How often in a row {@link #look} sees no progress before it acts. */
  public static final int STUCK_LOOKS = 10;

  private static final int MOST_REASON_CHARACTERS = 120;
  private static final double PING_GAIN = 0.5;

  /** Longer than two pings are apart, as relays mostly want them. */
  private static final Duration PINGS_FRESH = Duration.ofSeconds(25);

  /** Takes what the peer says; see {@link LinkHandler} for threads. */
  public interface Partner {

    /**
     * Takes one datagram.
     *
     * @param payload from position to limit; valid during the call only
     */
    void onDatagram(int channel, int flow, ByteBuffer payload);

    /**
     * A control message other than ping.
     *
     * @throws MalformedMessageException if it must not come (now), which ends the link
     */
    void onControl(ControlMessage message) throws MalformedMessageException;

    /** Whether a control message, ping included, may come at all; if not, the link ends. */
    default boolean admits(ControlMessage message) {
      return true;
    }

    /** Whether a message of as many bytes may come; if not, the link ends. */
    default boolean admitsMessage(int bytes) {
      return bytes <= MessageFormat.MAX_MESSAGE_BYTES;
    }

    /** The peer is told that it is refused, and why, and the link ends. */
    default void onRefusing(RejectReason reason) {}

    /** The datagrams of one message were all handed out: time to flush. */
    void onBundleEnd();

    /** The link is gone; called once. */
    void onEnded(int code, String reason);
  }

  private final Link link;
  private final SendQueue queue;
  private final TrafficCounters counters;
  private final Ticker ticker;
  private final AfterPause afterPause; // link's I/O thread only
  private final Reminders reminders;
  private final Partner partner;
  private final MessageHandler incoming = new Incoming();
  private final ProgressWatch progress = new ProgressWatch(STUCK_LOOKS); // one timer's thread only
  private final AnswerWatch answers = new AnswerWatch(); // one timer's thread only
  private final AtomicLong pings = new AtomicLong();
  private volatile long pongs; // the last ping that was answered; link's I/O thread writes
  private volatile long pingedNanos; // when the last ping was said, or nearly
  private final RoundTrips roundTrips = new RoundTrips(PING_GAIN, PINGS_FRESH);
  private final AtomicBoolean reminded = new AtomicBoolean();
  private volatile boolean over;
  private volatile boolean abandoned;

  /** Makes the end of a side, which has few links. */
  public Conversation(
      Link link,
      TrafficCounters counters,
      Ticker ticker,
      Pulse pulse,
      Reminders reminders,
      Partner partner) {
    this(link, counters, ticker, pulse, reminders, partner, MemoryBudget.UNLIMITED);
  }

  /**
   * Makes an end.
   *
   * @param memory what waits to be sent counts against it
   */
  public Conversation(
      Link link,
      TrafficCounters counters,
      Ticker ticker,
      Pulse pulse,
      Reminders reminders,
      Partner partner,
      MemoryBudget memory) {
    this.link = link;
    this.queue = new SendQueue(link, counters, ticker, memory);
    this.counters = counters;
    this.ticker = ticker;
    this.afterPause = new AfterPause(pulse, ticker.nanos());
    this.reminders = reminders;
    this.partner = partner;
  }

  public InetSocketAddress remoteAddress() {
    return link.remoteAddress();
  }

  /** Adds a control message; {@link #flush} sends it. */
  public void say(ControlMessage message) {
    queue.control(ControlCodec.encode(message));
  }

  /** Adds a control message of a channel that another peer caused, unless too many wait. */
  public boolean passOn(int channel, ControlMessage message) {
    return queue.passOn(channel, ControlCodec.encode(message));
  }

  /** Adds a datagram; {@link #flush} sends it. */
  public void datagram(int channel, int flow, ByteBuffer payload) {
    queue.datagram(channel, flow, payload);
  }

  /** Adds a datagram that has waited elsewhere since then; {@link #flush} sends it. */
  void datagram(int channel, int flow, ByteBuffer payload, long sinceNanos) {
    queue.datagram(channel, flow, payload, sinceNanos);
  }

  /** Drops the datagrams that wait for a channel. */
  public void purge(int channel) {
    queue.purge(channel);
  }

  /**
   * Asks the peer for a pong, now.
   *
   * @return the ping's number
   */
  public long ping() {
    pingedNanos = ticker.nanos(); // Of two at a time, one is counted too short by very little.
    long ping = pings.incrementAndGet();
    say(new ControlMessage.Ping(ping));
    flush();
    return ping;
  }

  /** Asks for a pong if no round trip is known yet, and none was asked for. */
  public void measure() {
    if (pings.get() == 0) {
      ping();
    }
  }

  /** The round trip to the peer, smoothed; empty if no pong came lately, and when the link ends. */
  public Optional<Duration> roundTrip() {
    return over ? Optional.empty() : roundTrips.smoothed(ticker.nanos());
  }

  /** Sends what waits, without blocking. */
  public void flush() {
    queue.flush();
  }

  /** Says why, and ends the link with the code that goes with it. */
  public void refuse(RejectReason reason, @Nullable Duration retryAfter) {
    refuse(CloseCode.of(reason), reason, CloseCode.word(reason), retryAfter);
  }

  /**
   * The same, with what the peer has to change.
   *
   * @param mend nothing of what the peer sent; null for what the reason says
   */
  public void refuse(RejectReason reason, @Nullable Duration retryAfter, @Nullable String mend) {
    refuse(CloseCode.of(reason), reason, mend == null ? CloseCode.word(reason) : mend, retryAfter);
  }

  /** Ends the link because the peer broke the protocol. */
  public void violated(String what) {
    String shown = LogText.shown(what, MOST_REASON_CHARACTERS);
    note("broke the protocol", shown);
    refuse(CloseCode.PROTOCOL, RejectReason.PROTOCOL, shown, null);
  }

  private void note(String what, String why) {
    String host = link.remoteAddress().getHostString(); // Its port differs for each of its links.
    LOGS.log(Level.DEBUG, host + what, "link of %s %s: %s".formatted(host, what, why));
  }

  private void refuse(int code, RejectReason reason, String why, @Nullable Duration retryAfter) {
    Integer millis =
        retryAfter == null ? null : (int) Math.min(retryAfter.toMillis(), Integer.MAX_VALUE);
    if (!over) {
      partner.onRefusing(reason);
    }
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
      if (!partner.admits(message)) {
        refuse(RejectReason.RATE_LIMITED, null);
      } else if (message instanceof ControlMessage.Ping ping) {
        say(new ControlMessage.Pong(ping.t()));
        flush();
      } else {
        if (message instanceof ControlMessage.Pong pong) {
          answered(pong.t());
        }
        partner.onControl(message);
      }
    } catch (MalformedMessageException e) {
      violated(e.what());
    }
  }

  /** A pong counts if it answers a ping of ours, and none that was answered before. */
  private void answered(long ping) {
    if (ping > pongs && ping <= pings.get()) {
      if (ping == pings.get()) { // When an earlier one was said is not known any more.
        long now = ticker.nanos();
        roundTrips.add(now - pingedNanos, now);
      }
      pongs = ping;
      afterPause.answered(ping);
    }
  }

  @Override
  public void onBinary(ByteBuffer message) {
    if (over) {
      return;
    }
    if (!partner.admitsMessage(message.remaining())) {
      refuse(RejectReason.TOO_BIG, null);
      return;
    }
    int bytes = message.remaining();
    long now = ticker.nanos();
    if (afterPause.look(now)) {
      afterPause.pinged(ping(), now);
    }
    try {
      if (MessageDecoder.decode(message, incoming)) {
        queue.received(bytes, now);
      }
    } catch (MalformedMessageException e) {
      violated(e.what());
    } finally {
      partner.onBundleEnd();
    }
    acknowledge(now);
  }

  private void acknowledge(long nowNanos) {
    if (queue.isAcknowledgementDue(nowNanos)) {
      queue.flush();
    }
    // Mostly somebody reminds already, and looks again before he stops.
    if (!reminded.get() && queue.owesAcknowledgement() && reminded.compareAndSet(false, true)) {
      reminders.add(this::remind);
    }
  }

  private boolean remind() {
    if (queue.isAcknowledgementDue(ticker.nanos())) {
      queue.flush();
    }
    if (isOwing()) {
      return true;
    }
    reminded.set(false);
    // What came after the last look and before the line above found a reminder: look again.
    return isOwing() && reminded.compareAndSet(false, true);
  }

  private boolean isOwing() {
    return !over && queue.owesAcknowledgement();
  }

  /**
   * Ends this link, and no other, if its peer has taken nothing for {@value #STUCK_LOOKS} calls
   * although something was to take. Lets memory go that was not needed since the last call. Called
   * once a second.
   */
  public void look() {
    queue.trim();
    if (!over && progress.look(queue.isUnderWay(), queue.progress())) {
      cut("nothing was taken for " + STUCK_LOOKS + " s");
    }
  }

  /**
   * Judges the peer by what it answers: pongs, and acknowledgements of something new. Called once a
   * second, on one thread.
   */
  public Health health() {
    // In this order: an answer in between must count as one rather than leave a question open.
    boolean asked = pings.get() > pongs || queue.isUnacknowledged();
    return answers.look(asked, pongs + queue.acknowledged());
  }

  /** Ends the link at once, whatever waits for it; the partner hears of it as of a broken link. */
  public void cut(String reason) {
    note("is cut", reason);
    over = true;
    queue.linkClosed();
    link.abort(reason);
  }

  /**
   * Ends the link at once, since another has taken its place. The partner hears nothing more of it,
   * also not its end; only what another thread is handing out right now is handed out yet.
   */
  public void abandon(String reason) {
    abandoned = true;
    cut(reason);
  }

  @Override
  public void onClosed(int code, String reason) {
    over = true;
    queue.linkClosed();
    if (!abandoned) {
      partner.onEnded(code, reason);
    }
  }

  /** What a binary message carries. */
  private final class Incoming implements MessageHandler {

    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {
      if (afterPause.isStale()) {
        counters.linkReceived(payload.remaining());
        counters.dropped(DropReason.STALE);
        return;
      }
      partner.onDatagram(channel, flow, payload);
    }

    @Override
    public void onAcknowledgement(long received, long holdMicros, int clockMicros)
        throws MalformedMessageException {
      if (!queue.acknowledged(received, holdMicros, clockMicros)) {
        throw new MalformedMessageException("an acknowledgement of " + received + " bytes");
      }
      queue.flush();
    }
  }
}
