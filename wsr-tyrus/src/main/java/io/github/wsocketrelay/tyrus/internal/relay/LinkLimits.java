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
  /** A burst of bytes lets the largest datagram through. */
  private static final long LEAST_BYTES = 65_507;

  private final Limits<RelayLimit> limits;
  private final InetSocketAddress peer;
  private final MemoryBudget memory;
  private final long messageBytes;
  private final TokenBucket control;
  private final TokenBucket flowMessages;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong flowAnswers = new AtomicLong();
  private final @Nullable TokenBucket datagrams;
  private final @Nullable TokenBucket bytes;
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
    this.datagrams = rate(of(grant, RelayLimit.LINK_DATAGRAMS_PER_SECOND), 1, ticker);
    this.bytes = rate(of(grant, RelayLimit.LINK_BYTES_PER_SECOND), LEAST_BYTES, ticker);
  }

  private long of(Grant grant, RelayLimit limit) {
    return grant.limit(limit, limits.of(limit));
  }

  private static @Nullable TokenBucket rate(long perSecond, long least, Ticker ticker) {
    return perSecond == 0 ? null : new TokenBucket(perSecond, Math.max(perSecond, least), ticker);
  }

  MemoryBudget memory() {
    return memory;
  }

  /** Whether a message of as many bytes may come. */
  boolean admitsMessage(int bytes) {
    return bytes <= messageBytes || struck(RelayLimit.MESSAGE_BYTES);
  }

  /** The relay has said something that the side answers: its answer counts not. */
  void owedAnswer() {
    answers.incrementAndGet();
  }

  /** The same, of a flow. */
  void owedFlowAnswer() {
    flowAnswers.incrementAndGet();
  }

  /** Whether a control message may come that answers, if it is an answer that is due. */
  boolean admitsAnswer() {
    return isDue(answers) || admits(control, RelayLimit.CONTROL_PER_SECOND);
  }

  /** Whether a control message may come. */
  boolean admitsControl() {
    return admits(control, RelayLimit.CONTROL_PER_SECOND);
  }

  /** Whether a flow may be opened or closed. */
  boolean admitsFlowMessage() {
    return isDue(flowAnswers) || admits(flowMessages, RelayLimit.FLOW_MESSAGES_PER_SECOND);
  }

  private static boolean isDue(AtomicLong owed) {
    return owed.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
  }

  private boolean admits(TokenBucket bucket, RelayLimit limit) {
    return bucket.tryTake(1) || struck(limit);
  }

  private boolean struck(RelayLimit limit) {
    limits.hit(limit, peer);
    return false;
  }

  /** Whether a datagram may pass, of this link and of its server. */
  boolean admitsDatagram(int payloadBytes) {
    if (datagrams != null && !datagrams.tryTake(1)) {
      return struck(RelayLimit.LINK_DATAGRAMS_PER_SECOND);
    } else if (bytes != null && !bytes.tryTake(payloadBytes)) {
      return struck(RelayLimit.LINK_BYTES_PER_SECOND);
    } else if (server == null) {
      return true;
    }
    RelayLimit reached = server.tryTake(payloadBytes);
    return reached == null || struck(reached);
  }
}
