package io.github.wsocketrelay;

/**
 * One thing that a check looked at, such as {@link ConnectorBuilder#check}. Immutable.
 *
 * @param point what was looked at
 * @param passed whether it is as it has to be
 * @param text what was found, or what is wrong and what mends it; one line
 */
public record CheckStep(Point point, boolean passed, String text) {

  /** What a check looks at, in the order of the way to the server. */
  public enum Point {
    /** An exposer's target: its address, and whether its machine says that nothing listens. */
    TARGET,
    /** The relay's address as it was given, and files that are needed for it. */
    RELAY,
    /** Through which proxy to go, and whether it leads to the relay. */
    PROXY,
    /** The addresses that the name has: the relay's, or the proxy's where there is one. */
    NAME,
    /** A TCP connection to one of them. */
    CONNECTION,
    /** TLS, and whose certificate it is; not at {@code ws} addresses. */
    TLS,
    /** The upgrade to a WebSocket. */
    WEBSOCKET,
    /** The relay's greeting, and whether it lets this side in. */
    ACCESS,
    /** Whether the server is online, and its exposer accepts. */
    SERVER,
    /** Round trip and loss: of a connector to the exposer, of an exposer to the relay. */
    PATH
  }
}
