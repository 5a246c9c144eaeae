package io.github.wsocketrelay;

/**
 * What a {@link RelayServer} limits, so that no peer can hurt another. Each can be set with {@link
 * RelayServerBuilder#limit} or {@code wsrserve --limit <name>=<value>}, and how often it struck is
 * in {@link RelayServer#limitHits()}. Names are stable; more may follow. Limits per address count
 * an IPv6 /64 as one address, and do not apply to loopback peers. Behind a trusted proxy they count
 * the address that it forwards; where it forwards none, newcomers count in total only, and what is
 * counted later counts for the proxy's own.
 */
public enum RelayLimit {
  /** Seconds until a connection must be a WebSocket, or is closed. */
  HANDSHAKE_SECONDS(10, 1, 300),
  /** Seconds until a link must have said what it wants, or is closed. */
  SPEAK_SECONDS(5, 1, 300),
  /**
   * Connections in total that are not registered or connected yet. Over it, new ones are closed.
   */
  UNAUTHENTICATED(1_024, 1, 1_000_000),
  /** The same, of one address. Of an IPv6 /48, a quarter of the total may come. */
  UNAUTHENTICATED_PER_ADDRESS(64, 1, 1_000_000),
  /** New connections a second. Over it, accepting pauses, and the kernel's backlog waits. */
  ACCEPTS_PER_SECOND(500, 1, 1_000_000),
  /** New connections at once, after a quiet time. */
  ACCEPT_BURST(2_000, 1, 1_000_000),
  /** Percent of the process' descriptors at which accepting pauses until there are fewer. */
  DESCRIPTOR_PERCENT(85, 1, 100),
  /** Links in total. Over it, handshakes are refused with 429. */
  LINKS(4_096, 1, 1_000_000),
  /** Links of one address. Over it, handshakes are refused with 429. */
  LINKS_PER_ADDRESS(1_024, 1, 1_000_000),
  /** Connectors of one server. Over it, they are refused for now. */
  TUNNELS_PER_SERVER(256, 1, 65_535),
  /** Control messages a second of one link. A flood closes it. */
  CONTROL_PER_SECOND(20, 1, 1_000_000),
  /** Control messages of one link at once, after a quiet time. */
  CONTROL_BURST(200, 10, 1_000_000),
  /** Opened and closed flows a second of one link. A flood closes it. */
  FLOW_MESSAGES_PER_SECOND(200, 1, 1_000_000),
  /** Opened and closed flows of one link at once, after a quiet time. */
  FLOW_MESSAGE_BURST(2_200, 10, 1_000_000),
  /** Different servers that one address may ask for in vain in a minute. Over it, 429. */
  GUESSES_PER_MINUTE(10, 1, 1_000_000),
  /**
   * Different servers that one address may register in a minute, or try to, those aside that are
   * known to be its own. Over it, they are refused for now.
   */
  REGISTRATIONS_PER_MINUTE(64, 1, 1_000_000),
  /** Bytes of one message. A larger one closes its link. */
  MESSAGE_BYTES(66_000, 1_500, 66_000),
  /** Datagrams a second that are taken from one link; 0 for any number. Others are dropped. */
  LINK_DATAGRAMS_PER_SECOND(0, 0, 1_000_000_000),
  /** Bytes of payload a second that are taken from one link; 0 for any number. */
  LINK_BYTES_PER_SECOND(0, 0, 1_000_000_000_000L),
  /** Datagrams a second that are taken from all links of one server; 0 for any number. */
  SERVER_DATAGRAMS_PER_SECOND(0, 0, 1_000_000_000),
  /** Bytes of payload a second that are taken from all links of one server; 0 for any number. */
  SERVER_BYTES_PER_SECOND(0, 0, 1_000_000_000_000L),
  /**
   * Bytes that may wait in the relay, to be sent or to be complete; 0 for a quarter of the heap,
   * but at most 256 MiB. Above 80 % of it the links of which most waits lose some.
   */
  MEMORY_BYTES(0, 0, 1L << 40);

  private final long standard;
  private final long least;
  private final long most;

  RelayLimit(long standard, long least, long most) {
    this.standard = standard;
    this.least = least;
    this.most = most;
  }

  /**
   * The value that holds where none is set.
   *
   * @return the default
   */
  public long standard() {
    return standard;
  }

  /**
   * The smallest value that can be set.
   *
   * @return the least
   */
  public long least() {
    return least;
  }

  /**
   * The largest value that can be set.
   *
   * @return the most
   */
  public long most() {
    return most;
  }
}
