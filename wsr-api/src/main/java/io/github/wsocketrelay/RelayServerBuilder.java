package io.github.wsocketrelay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link RelayServer}. Not for use by several threads at a time. */
public final class RelayServerBuilder {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private @Nullable InetAddress bind;
  private int port;
  private @Nullable String publicHost;
  private RelayListener listener = new RelayListener() {};
  private @Nullable Executor listenerExecutor;

  RelayServerBuilder() {}

  /**
   * The port to listen on. 0 lets the system choose one. Default: 0.
   *
   * @param port 0 to 65,535
   * @return this
   */
  public RelayServerBuilder port(int port) {
    this.port = Checks.portOrZero(port, "port");
    return this;
  }

  /**
   * The local address to listen on. Default: all addresses.
   *
   * @param address an address of this machine
   * @return this
   */
  public RelayServerBuilder bind(InetAddress address) {
    this.bind = address;
    return this;
  }

  /**
   * The local address to listen on, by name. Default: all addresses.
   *
   * @param host a name or an address of this machine
   * @return this
   * @throws IllegalArgumentException if the name has no address
   */
  public RelayServerBuilder bind(String host) {
    return bind(resolve(host));
  }

  static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "'" + host + "' has no address: give an address of this machine, or a name that has one",
          e);
    }
  }

  /**
   * The relay's {@code host:port} as the sides dial it, for a reverse proxy that rewrites the Host
   * header. A registration or proof made for another host is refused. Default: what the Host header
   * says.
   *
   * @param hostAndPort without the port where it is 80 or 443
   * @return this
   */
  public RelayServerBuilder publicHost(String hostAndPort) {
    if (hostAndPort.isBlank() || hostAndPort.contains("/")) {
      throw new IllegalArgumentException(
          "publicHost must be host or host:port, not '" + hostAndPort + "'");
    }
    this.publicHost = hostAndPort;
    return this;
  }

  /**
   * Hears of events. Default: nobody does.
   *
   * @param listener the listener
   * @return this
   */
  public RelayServerBuilder listener(RelayListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Runs the listener; calls still come one at a time. Default: a thread of the relay's own.
   *
   * @param executor the executor, which this library never shuts down
   * @return this
   */
  public RelayServerBuilder listenerExecutor(Executor executor) {
    this.listenerExecutor = executor;
    return this;
  }

  /**
   * Starts a relay and waits until it listens. The builder can start more.
   *
   * @return the running relay
   * @throws WsrException if it cannot, for example because the port is in use
   */
  public RelayServer start() {
    return Providers.await(startAsync(), START_LIMIT, "the relay");
  }

  /**
   * Starts a relay. Cancelling the future ends what was started.
   *
   * @return completed when it listens, or exceptionally with a {@link WsrException}
   */
  public CompletableFuture<RelayServer> startAsync() {
    return Providers.find()
        .startRelay(
            new RelayConfig(
                Optional.ofNullable(bind),
                port,
                Optional.ofNullable(publicHost),
                listener,
                Optional.ofNullable(listenerExecutor)));
  }
}
