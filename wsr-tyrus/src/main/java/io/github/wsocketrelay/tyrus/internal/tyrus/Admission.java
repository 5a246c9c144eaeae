package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.AcceptPace;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Which connections may come to one listener, and how fast.
 *
 * @param limits what holds
 * @param newcomers those that are no strangers yet or any more
 * @param timers closes who takes too long
 * @param pace how fast they come
 */
public record Admission(
    Limits<RelayLimit> limits, Newcomers newcomers, Timers timers, AcceptPace pace) {

  /**
   * Makes one by a relay's limits.
   *
   * @param uncounted of which addresses there may be any number: loopback, and proxies
   */
  public static Admission with(
      Limits<RelayLimit> limits, Timers timers, Ticker ticker, Predicate<InetAddress> uncounted) {
    return new Admission(
        limits,
        new Newcomers(limits, uncounted),
        timers,
        new AcceptPace(limits, ticker, OpenDescriptors.ofThisProcess()));
  }

  AcceptGate acceptGate() {
    return new AcceptGate(pace, timers);
  }

  Arrivals arrivals() {
    return new Arrivals(newcomers, limits, timers);
  }
}
