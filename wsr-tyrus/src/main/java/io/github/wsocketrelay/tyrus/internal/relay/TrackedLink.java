package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.events.RelayEvents;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One link of the relay among all that are open: heard at once, and looked at once a second. Time
 * is counted in looks, so that nobody is judged by the time in which this process did not run.
 */
final class TrackedLink implements LinkHandler {
  /** A side that speaks this protocol pings every 10 s, and more often when it has doubts. */
  static final int DEAD_LOOKS = 25;

  /** Two of the side's pings would have come by then, or nearly. */
  static final int PING_LOOKS = 15;

  /** When one may come again who may, but not as before. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final LinkEnd end;
  private final Grant grant;
  private final Consumer<TrackedLink> forget;
  private final RelayEvents.OpenLink event;
  private final Silence silence = new Silence();
  private final int pingLooks;
  private final Timers.Timer speakLimit;

  /**
   * Makes a link that is not yet among the open ones.
   *
   * @param grant ends it when it no longer holds
   * @param forget is told when it is gone
   * @param event is told when it is gone, for those who record
   * @param jitterLooks how much later than others it is pinged
   * @param speakLimit what waits for its first message
   */
  TrackedLink(
      LinkEnd end,
      Grant grant,
      Consumer<TrackedLink> forget,
      RelayEvents.OpenLink event,
      int jitterLooks,
      Timers.Timer speakLimit) {
    this.end = end;
    this.grant = grant;
    this.forget = forget;
    this.event = event;
    this.pingLooks = PING_LOOKS + jitterLooks;
    this.speakLimit = speakLimit;
  }

  LinkEnd end() {
    return end;
  }

  /** Pings a side that is quiet, and ends the link of one that is dead or takes nothing. */
  void look() {
    end.conversation().look();
    int quiet = silence.look();
    if (!end.hasSpoken()) {
      return; // It has less time than that, and somebody who counts it.
    }
    if (quiet >= DEAD_LOOKS) {
      end.conversation().cut("nothing came for " + DEAD_LOOKS + " s");
    } else if (quiet == pingLooks && end.mayBePinged()) {
      end.conversation().ping();
    }
  }

  /** Ends the link of one who may not use the relay any more, or not as before. */
  void endIfNotGranted() {
    RejectReason lost = grant.lost();
    if (lost != null) {
      end.conversation().refuse(lost, lost.permanent() ? null : RETRY);
    }
  }

  @Override
  public void onText(String text) {
    silence.heard();
    end.conversation().onText(text);
  }

  @Override
  public void onBinary(ByteBuffer message) {
    silence.heard();
    end.conversation().onBinary(message);
  }

  @Override
  public void onClosed(int code, String reason) {
    forget.accept(this);
    event.closed(code);
    grant.end();
    speakLimit.cancel();
    end.conversation().onClosed(code, reason);
  }
}
