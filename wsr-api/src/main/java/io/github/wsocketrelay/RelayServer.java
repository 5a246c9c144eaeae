package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The server in the middle, which exposers and connectors reach over HTTP(S). It holds a running
 * relay: there is none before {@link RelayServerBuilder#start()} has returned it. Safe for use by
 * many threads.
 */
public interface RelayServer extends AutoCloseable {

  /**
   * Begins a new relay.
   *
   * @return a builder with the defaults
   */
  static RelayServerBuilder builder() {
    return new RelayServerBuilder();
  }

  /**
   * Where it listens.
   *
   * @return the bound address, with the real port where 0 was asked for
   * @throws UnsupportedOperationException if it is in a container of somebody else's, who knows the
   *     port
   */
  InetSocketAddress localAddress();

  /**
   * Where the relay is in its life.
   *
   * @return never {@link RoleState#WAITING_FOR_SERVER}
   */
  RoleState state();

  /**
   * How many servers are registered now.
   *
   * @return exposers with a link
   */
  int servers();

  /**
   * What was carried so far.
   *
   * @return a snapshot
   */
  TrafficStats trafficStats();

  /**
   * How many links are open now: one for each exposer and connector that is connected.
   *
   * @return links, those that have not said yet what they want included
   */
  int links();

  /**
   * How often each limit struck since the start.
   *
   * @return a snapshot; every limit is present
   */
  Map<RelayLimit, Long> limitHits();

  /**
   * All that there is to watch over: what the methods above tell, and more. Cheap enough for every
   * second.
   *
   * @return a snapshot
   */
  RelayStats stats();

  /**
   * Ends the relay: closes every link, the port and all threads.
   *
   * @return completed when all is let go; a second call returns the first one's
   */
  CompletableFuture<Void> closeAsync();

  /**
   * Ends the relay and waits for it, at most 5 s. Called from a listener it returns without
   * waiting.
   */
  @Override
  void close();
}
