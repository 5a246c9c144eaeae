package io.github.wsocketrelay;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The side next to a UDP server. It registers the server with a relay, and gives every remote
 * client a UDP port of its own towards the server. It holds a running exposer: there is none before
 * {@link ExposerBuilder#start()} has returned it. Safe for use by many threads.
 */
public interface Exposer extends AutoCloseable {

  /**
   * Begins a new exposer.
   *
   * @return a builder with the defaults
   */
  static ExposerBuilder builder() {
    return new ExposerBuilder();
  }

  /**
   * What connectors ask for.
   *
   * @return the server ID
   */
  ServerId serverId();

  /**
   * All that a player needs to connect.
   *
   * @return server ID and relay
   */
  default Invitation invitation() {
    return new Invitation(serverId(), relays());
  }

  /**
   * The relay at which this exposer is registered, or was last.
   *
   * @return its address
   */
  URI relay();

  /**
   * The relays that were given.
   *
   * @return their addresses in the order of preference
   */
  List<URI> relays();

  /**
   * Where this exposer sends to.
   *
   * @return the targets in their order
   */
  List<Target> targets();

  /**
   * Where the exposer is in its life.
   *
   * @return never {@link RoleState#WAITING_FOR_SERVER}
   */
  RoleState state();

  /**
   * The remote clients that have a local port now.
   *
   * @return a snapshot in no order
   */
  List<ExposerListener.FlowOpened> flows();

  /**
   * The connectors that are connected now, or were lost and may come back.
   *
   * @return a snapshot in no order
   */
  List<ExposerListener.TunnelOpened> tunnels();

  /**
   * Ends a tunnel with all its flows, also one that was lost and may come back. Its connector hears
   * that the host closed it, and ends. It can be started again, as another tunnel; to keep it out
   * then needs an {@linkplain ExposerBuilder#approval approval}.
   *
   * @param tunnel the tunnel's identifier
   * @return false if there is no such tunnel (any more)
   */
  boolean closeTunnel(String tunnel);

  /**
   * How often each limit struck since the start.
   *
   * @return a snapshot; every limit is present
   */
  Map<ExposerLimit, Long> limitHits();

  /**
   * What was carried so far.
   *
   * @return a snapshot
   */
  TrafficStats trafficStats();

  /**
   * How good the ways to all connectors are at the moment: medians of their round trips and jitters
   * (of two in the middle the longer one), means of their losses, each over the tunnels of which it
   * is known. Costs little, and may be asked for as often as it is shown.
   *
   * @return a snapshot; without tunnels only the link's round trip, if any
   */
  PathQuality quality();

  /**
   * How good the way to one connector is at the moment, such as for a list of players.
   *
   * @param tunnel the tunnel's identifier
   * @return a snapshot, of which all is empty while the tunnel waits for its connector; empty if
   *     there is no such tunnel (any more)
   */
  Optional<PathQuality> quality(String tunnel);

  /**
   * Unregisters and ends the exposer: closes its link, its ports and all its threads.
   *
   * @return completed when all is let go; a second call returns the first one's
   */
  CompletableFuture<Void> closeAsync();

  /**
   * Ends the exposer and waits for it, at most 5 s. Called from a listener it returns without
   * waiting.
   */
  @Override
  void close();
}
