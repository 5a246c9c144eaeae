package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much one link may say and carry. On the link's I/O thread only, but for what it is owed an
 * answer to.
 */
final class LinkLimits {
  /** About what all connectors of a server can ask at once: 256 with 512 flows each. */
  static final long MOST_FLOW_ANSWERS = 131_072;

  private final Limits<RelayLimit> limits;
  private final InetSocketAddress peer;
  private final MemoryBudget memory;
  private final long messageBytes;
  private final TokenBucket control;
  private final TokenBucket flowMessages;
  private final AtomicLong flowAnswers = new AtomicLong();
  private final @Nullable DatagramRate rate;
  private final @Nullable SharedRate server;

  /**
   * Makes the limits of a link that has just opened.
   *
   * @param grant may set them for this link
   * @param server what all links of its server may carry together; null for anything
   * @param speaksFor for how many tunnels' flows it speaks
   * @param memory what waits for it counts against it
   */
  LinkLimits(
      Limits<RelayLimit> limits,
      Grant grant,
      @Nullable SharedRate server,
      InetSocketAddress peer,
      int speaksFor,
      MemoryBudget memory,
      Ticker ticker) {
    this.limits = limits;
    this.peer = peer;
    this.server = server;
    this.memory = memory;
    this.messageBytes = of(grant, RelayLimit.MESSAGE_BYTES);
    this.control =
        new TokenBucket(
            of(grant, RelayLimit.CONTROL_PER_SECOND), of(grant, RelayLimit.CONTROL_BURST), ticker);
    this.flowMessages =
        new TokenBucket(
            speaksFor * of(grant, RelayLimit.FLOW_MESSAGES_PER_SECOND),
            speaksFor * of(grant, RelayLimit.FLOW_MESSAGE_BURST),
            ticker);
    long datagrams = of(grant, RelayLimit.LINK_DATAGRAMS_PER_SECOND);
    long bytes = of(grant, RelayLimit.LINK_BYTES_PER_SECOND);
    this.rate =
        datagrams == 0 && bytes == 0
            ? null
            : new DatagramRate(
                datagrams,
                RelayLimit.LINK_DATAGRAMS_PER_SECOND,
                bytes,
                RelayLimit.LINK_BYTES_PER_SECOND,
                ticker);
  }

  private long of(Grant grant, RelayLimit limit) {
    return grant.limit(limit, limits.of(limit));
  }

  MemoryBudget memory() {
    return memory;
  }

  /** Whether a message of as many bytes may come. */
  boolean admitsMessage(int bytes) {
    return bytes <= messageBytes || struck(RelayLimit.MESSAGE_BYTES);
  }

  /**
   * The relay has said something of flows that the side answers: so many messages count not. What
   * was never answered does not add up for ever.
   */
  void owedFlowAnswers(int number) {
    flowAnswers.getAndUpdate(owed -> Math.min(MOST_FLOW_ANSWERS, owed + number));
  }

  /** Whether a control message may come. */
  boolean admitsControl() {
    return admits(control, RelayLimit.CONTROL_PER_SECOND);
  }

  /** Whether a flow may be opened or closed. */
  boolean admitsFlowMessage() {
    return isFlowAnswerDue() || admits(flowMessages, RelayLimit.FLOW_MESSAGES_PER_SECOND);
  }

  private boolean isFlowAnswerDue() {
    return flowAnswers.getAndUpdate(owed -> Math.max(0, owed - 1)) > 0;
  }

  private boolean admits(TokenBucket bucket, RelayLimit limit) {
    return bucket.tryTake(1) || struck(limit);
  }

  private boolean struck(RelayLimit limit) {
    limits.hit(limit, peer);
    return false;
  }

  /** Whether a datagram may pass, of this link and of its server; only then it takes of a rate. */
  boolean admitsDatagram(int payloadBytes) {
    RelayLimit reached = rate == null ? null : rate.tryTake(payloadBytes);
    if (reached == null && server != null) {
      reached = server.tryTake(payloadBytes);
      if (reached != null && rate != null) {
        rate.giveBack(payloadBytes);
      }
    }
    return reached == null || struck(reached);
  }
}
