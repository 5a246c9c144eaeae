package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rates of the servers that have links, where any is limited. */
final class SharedRates {
  private final long datagrams;
  private final long bytes;
  private final Ticker ticker;
  private final Map<String, SharedRate> rates = new ConcurrentHashMap<>(); // by tag

  SharedRates(Limits<RelayLimit> limits, Ticker ticker) {
    this.datagrams = limits.of(RelayLimit.SERVER_DATAGRAMS_PER_SECOND);
    this.bytes = limits.of(RelayLimit.SERVER_BYTES_PER_SECOND);
    this.ticker = ticker;
  }

  /** The rate of a server that gets one more link; null where none is limited. */
  @Nullable SharedRate join(String tag) {
    return isUnlimited()
        ? null
        : rates.compute(
            tag,
            (key, rate) ->
                (rate == null ? new SharedRate(datagrams, bytes, ticker) : rate).joined());
  }

  /** A link of the server is gone. */
  void leave(String tag) {
    if (!isUnlimited()) {
      rates.computeIfPresent(tag, (key, rate) -> rate.left());
    }
  }

  private boolean isUnlimited() {
    return datagrams == 0 && bytes == 0;
  }
}
