package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.URI;
import java.util.function.Consumer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.tyrus.core.MaskingKeyGenerator;

/**
 * What {@link DirectClientContainer} needs to know of one dial, and what it has opened so far. On
 * the dial's thread only.
 */
final class Dialling {
  private final URI uri;
  private final TCPNIOTransport transport;
  private final Resolver resolver;
  private final Deadline deadline;
  private final MaskingKeyGenerator keys;
  private final Consumer<Connection<?>> connected;
  private Runnable undo = () -> {};

  /**
   * Makes a dial.
   *
   * @param deadline of connect and upgrade together
   * @param keys of the masks of frames
   * @param connected is given the connection
   */
  Dialling(
      URI uri,
      TCPNIOTransport transport,
      Resolver resolver,
      Deadline deadline,
      MaskingKeyGenerator keys,
      Consumer<Connection<?>> connected) {
    this.uri = uri;
    this.transport = transport;
    this.resolver = resolver;
    this.deadline = deadline;
    this.keys = keys;
    this.connected = connected;
  }

  URI uri() {
    return uri;
  }

  TCPNIOTransport transport() {
    return transport;
  }

  Resolver resolver() {
    return resolver;
  }

  Deadline deadline() {
    return deadline;
  }

  MaskingKeyGenerator keys() {
    return keys;
  }

  /** There is a connection, which goes with this dial if it fails. */
  void connected(Connection<?> connection) {
    undo = connection::closeSilently;
    connected.accept(connection);
  }

  /** What is to be done if this dial fails, when there is no connection of ours. */
  void undoWith(Runnable action) {
    undo = action;
  }

  /** Closes what this dial has opened. */
  void undo() {
    undo.run();
  }
}
