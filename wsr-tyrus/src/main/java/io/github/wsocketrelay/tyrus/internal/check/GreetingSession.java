package io.github.wsocketrelay.tyrus.internal.check;

import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A side's end of a link on which it only listens for the greeting, and pings: it asks for nothing,
 * so it takes nobody's place.
 */
final class GreetingSession implements Conversation.Partner {
  private final URI relay;
  private final ServerId serverId;
  private final Conversation conversation;
  private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
  private final CompletableFuture<WsrException> ended = new CompletableFuture<>();
  private final AtomicInteger pongs = new AtomicInteger();
  private ControlMessage.@Nullable Refused refused; // link's I/O thread only

  GreetingSession(Link link, URI relay, ServerId serverId, Timers timers, Pulse pulse) {
    this.relay = relay;
    this.serverId = serverId;
    this.conversation =
        new Conversation(
            link, new TrafficCounters(), Ticker.SYSTEM, pulse, new Reminders(timers), this);
  }

  Conversation conversation() {
    return conversation;
  }

  /** Completed by the greeting, or by what the link ended with before. */
  CompletableFuture<Boolean> greeted() {
    return greeted;
  }

  /** Completed with what the link ended with. */
  CompletableFuture<WsrException> ended() {
    return ended;
  }

  /** How many pongs came. */
  int pongs() {
    return pongs.get();
  }

  void leave() {
    conversation.end(CloseCode.NORMAL, "only looked");
  }

  @Override
  public void onControl(ControlMessage message) throws MalformedMessageException {
    if (message instanceof ControlMessage.Hello) {
      greeted.complete(true);
    } else if (message instanceof ControlMessage.Refused refusal) {
      refused = refusal;
    } else if (message instanceof ControlMessage.Pong) {
      pongs.incrementAndGet();
    } else if (!greeted.isDone() && !(message instanceof ControlMessage.GoingAway)) {
      throw new MalformedMessageException("the first message must be hello");
    }
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {
    // It asked for none.
  }

  @Override
  public void onBundleEnd() {
    // There are no datagrams.
  }

  @Override
  public void onEnded(int code, String reason) {
    WsrException cause = Ending.of(code, reason, refused, relay, serverId).cause();
    greeted.completeExceptionally(cause);
    ended.complete(cause);
  }
}
