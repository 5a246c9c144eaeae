package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.AcceptPace;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import java.util.Optional;

/**
 * Which connections may come to one listener, and how fast.
 *
 * @param limits what holds
 * @param newcomers those that are no strangers yet or any more
 * @param timers closes who takes too long
 * @param pace how fast they come
 * @param forwarded tells where they are from, behind proxies
 */
public record Admission(
    Limits<RelayLimit> limits,
    Newcomers newcomers,
    Timers timers,
    AcceptPace pace,
    ForwardedFor forwarded) {

  /**
   * Makes one by a relay's limits. Of loopback addresses, and of proxies, there may be any number:
   * many sides are behind each.
   */
  public static Admission with(
      Limits<RelayLimit> limits, Timers timers, Ticker ticker, ForwardedFor forwarded) {
    return new Admission(
        limits,
        new Newcomers(limits, peer -> peer.isLoopbackAddress() || forwarded.isTrusted(peer)),
        timers,
        new AcceptPace(limits, ticker, OpenDescriptors.ofThisProcess()),
        forwarded);
  }

  AcceptGate acceptGate() {
    return new AcceptGate(pace, timers);
  }

  Arrivals arrivals() {
    return new Arrivals(newcomers, limits, timers);
  }

  HttpGate httpGate(OpenConnections links, Optional<PageAnswer> page) {
    return new HttpGate(limits, links, forwarded, page);
  }
}
