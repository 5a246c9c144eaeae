package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The side next to the UDP clients. It opens a local UDP port; what local programs send there
 * reaches the server behind the exposer, and its answers come back from the same port. It holds a
 * running connector: there is none before {@link ConnectorBuilder#start()} has returned it. Safe
 * for use by many threads.
 */
public interface Connector extends AutoCloseable {

  /**
   * Begins a new connector.
   *
   * @return a builder with the defaults
   */
  static ConnectorBuilder builder() {
    return new ConnectorBuilder();
  }

  /**
   * The server that this connector reaches.
   *
   * @return its ID
   */
  ServerId serverId();

  /**
   * The relay that this connector uses, or used last.
   *
   * @return its address
   */
  URI relay();

  /**
   * Where local programs send to for the exposer's first target.
   *
   * @return the bound address, with the real port where 0 was asked for
   */
  default InetSocketAddress localAddress() {
    return localAddresses().get(0);
  }

  /**
   * Every local address that is open, the first target's first. Further targets appear once the
   * exposer has told of them.
   *
   * @return a snapshot
   */
  List<InetSocketAddress> localAddresses();

  /**
   * Where the connector is in its life.
   *
   * @return the state
   */
  RoleState state();

  /**
   * What was carried so far.
   *
   * @return a snapshot
   */
  TrafficStats trafficStats();

  /**
   * How good the way to the exposer is at the moment. Costs little, and may be asked for as often
   * as it is shown; values change once a second at most. About 3 s after the tunnel was opened all
   * are there, if the exposer knows reports.
   *
   * @return a snapshot; of a connector without a tunnel only the link's round trip, if any
   */
  PathQuality quality();

  /**
   * Ends the connector: closes its tunnel, its link, its ports and all its threads.
   *
   * @return completed when all is let go; a second call returns the first one's
   */
  CompletableFuture<Void> closeAsync();

  /**
   * Ends the connector and waits for it, at most 5 s. Called from a listener it returns without
   * waiting.
   */
  @Override
  void close();
}
