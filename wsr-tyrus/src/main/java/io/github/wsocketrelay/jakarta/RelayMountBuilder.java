package io.github.wsocketrelay.jakarta;

import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.provider.RelayMounting;
import jakarta.websocket.server.ServerContainer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Configures and starts a {@linkplain RelayMount mounted relay}. Not for use by several threads at
 * a time.
 */
public final class RelayMountBuilder {
  /** What is limited before there is a WebSocket. */
  private static final Set<RelayLimit> OF_THE_CONTAINER =
      EnumSet.of(
          RelayLimit.HANDSHAKE_SECONDS,
          RelayLimit.ACCEPTS_PER_SECOND,
          RelayLimit.ACCEPT_BURST,
          RelayLimit.DESCRIPTOR_PERCENT);

  private @Nullable ServerContainer container;
  private String path = "";
  private @Nullable RemoteAddressSource source;
  private RelayServerBuilder relay = RelayServer.builder();

  RelayMountBuilder() {}

  /**
   * The container to mount the relay in. Required.
   *
   * @param container as a web application finds it, in the attribute {@code
   *     jakarta.websocket.server.ServerContainer} of its {@code ServletContext}, while it is
   *     deployed
   * @return this
   */
  public RelayMountBuilder container(ServerContainer container) {
    this.container = container;
    return this;
  }

  /**
   * Where in the web application the relay is: sides dial this path behind the application's own,
   * as in {@code wss://example.org/relay}. Default: none, the application's root.
   *
   * @param path one or more parts as {@code /relay}, without a slash at the end; or nothing
   * @return this
   */
  public RelayMountBuilder path(String path) {
    if (!path.matches("(/[A-Za-z0-9._~-]+)*")) {
      throw new IllegalArgumentException(
          "path must be like /relay, with letters, digits and ._~- between slashes, not '"
              + path
              + "'");
    }
    this.path = path;
    return this;
  }

  /**
   * Tells where sides are. Default: nobody does. Then all that the listener, the authenticator and
   * the exposers hear of is an unresolved address named {@code unknown}, and no limit by address
   * holds, which is warned of once.
   *
   * @param source what knows it in this container
   * @return this
   */
  public RelayMountBuilder remoteAddress(RemoteAddressSource source) {
    this.source = source;
    return this;
  }

  /**
   * All else about the relay: who may come, limits, the listener. What is about a port of its own
   * clashes: {@code port}, {@code bind}, {@code tls}, and the limits {@link
   * RelayLimit#HANDSHAKE_SECONDS}, {@link RelayLimit#ACCEPTS_PER_SECOND}, {@link
   * RelayLimit#ACCEPT_BURST} and {@link RelayLimit#DESCRIPTOR_PERCENT}. So do {@code
   * trustedProxies} without a {@link #remoteAddress} to tell them by. Default: the defaults, a
   * relay that is <b>open to all who reach it</b>.
   *
   * @param relay read by {@link #start}, and left as it is
   * @return this
   */
  public RelayMountBuilder relay(RelayServerBuilder relay) {
    this.relay = relay;
    return this;
  }

  /**
   * Starts the relay, and deploys its two endpoints on the calling thread. The builder can start
   * more, in other containers or under other paths.
   *
   * <p>Close what this returns when the web application ends, in {@code contextDestroyed} of a
   * {@code ServletContextListener} for example: sides are told then when to come back. The
   * endpoints stay, and send whoever comes away with 1001: the Jakarta API cannot take them back.
   *
   * @return the relay, which runs; its {@code localAddress()} throws {@link
   *     UnsupportedOperationException}
   * @throws IllegalStateException if no container is given, or settings clash
   * @throws WsrException if the container does not take the endpoints, because the path is taken or
   *     it does not deploy any more, or a token file cannot be read
   */
  public RelayServer start() {
    RelayConfig config = relay.config();
    ServerContainer into = container;
    List<String> wrong = clashes(config);
    if (into == null) {
      wrong.add(0, "container(…) is missing");
    }
    if (into == null || !wrong.isEmpty()) {
      throw new IllegalStateException("the relay cannot be mounted: " + String.join("; ", wrong));
    }
    RemoteAddressSource tells = source;
    return RelayMounting.start(
        config, into, path, tells == null ? Optional.empty() : Optional.of(tells::remoteAddress));
  }

  private List<String> clashes(RelayConfig config) {
    List<String> clashes = new ArrayList<>();
    if (config.port() != 0 || config.bind().isPresent()) {
      clashes.add("port(…) and bind(…) are the container's");
    }
    if (config.tls().isPresent()) {
      clashes.add("tls(…) is the container's");
    }
    String limits =
        config.limits().keySet().stream()
            .filter(OF_THE_CONTAINER::contains)
            .map(RelayLimit::name)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!limits.isEmpty()) {
      clashes.add("what is before a WebSocket is limited by the container: " + limits);
    }
    if (source == null && !config.access().trustedProxies().isEmpty()) {
      clashes.add("trustedProxies(…) needs remoteAddress(…) to tell proxies by");
    }
    return clashes;
  }
}
