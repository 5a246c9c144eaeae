package io.github.wsocketrelay;

import io.github.wsocketrelay.spi.RelayAdminProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An HTTP port for those who watch over a relay: {@code /healthz}, {@code /readyz} and, for
 * Prometheus, {@code /metrics}. It needs the artifact {@code wsr-metrics} at run time. Nothing that
 * it tells names a server or a peer; still, who reaches it sees how much the relay is used, and it
 * does neither TLS nor passwords, so it is for the machine itself and for networks of one's own.
 *
 * <p>Opened before the relay, it tells that one starts; closed after it, that one ends:
 *
 * <pre>{@code
 * try (RelayAdmin admin = RelayAdmin.open(9090);
 *     RelayServer relay = RelayServer.builder().port(8080).start()) {
 *   admin.watch(relay);
 *   System.in.read();
 * }
 * }</pre>
 *
 * <p>{@code /healthz} answers 200 while the process is well, also before {@link #watch} and while
 * the relay closes; 503 when the relay has ended, or has not looked after its links for 15 s. A
 * relay that lets nobody in for now, at a limit or for want of descriptors, is well: a restart
 * would only end what it carries. {@code /readyz} answers 200 while new sides should come, 503
 * before {@link #watch}, after {@link #drain}, and when the relay closes or is not well. What is
 * wrong is in the answer's body. Both, and {@code /metrics}, take GET and HEAD.
 *
 * <p>One thread of its own and at most 32 connections at a time, each for 5 s and one request; when
 * more come, the oldest are closed. Safe for use by many threads.
 */
public interface RelayAdmin extends AutoCloseable {

  /**
   * Opens a port on loopback, 127.0.0.1.
   *
   * @param port 0 to 65,535; 0 lets the system choose one
   * @return the open port
   * @throws IllegalArgumentException if there is no such port
   * @throws WsrException if it cannot listen, or {@code wsr-metrics} is missing
   */
  static RelayAdmin open(int port) {
    Checks.portOrZero(port, "port");
    return open(new InetSocketAddress(RelayServerBuilder.resolve("127.0.0.1"), port));
  }

  /**
   * Opens a port on an address of this machine. Whoever reaches it can read it.
   *
   * @param address where to listen; the wildcard address for all
   * @return the open port
   * @throws IllegalArgumentException if the address is a name without an address
   * @throws WsrException if it cannot listen, or {@code wsr-metrics} is missing
   */
  static RelayAdmin open(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    if (resolved == null) {
      throw new IllegalArgumentException(
          "'%s' has no address: give an address of this machine"
              .formatted(address.getHostString()));
    }
    return Providers.find(RelayAdminProvider.class, "wsr-metrics").open(address);
  }

  /**
   * Where it listens.
   *
   * @return the bound address, with the real port where 0 was asked for
   */
  InetSocketAddress localAddress();

  /**
   * Tells of this relay from now on. The relay is not closed with this port.
   *
   * @param relay one that runs
   * @throws IllegalStateException if it was called before
   */
  void watch(RelayServer relay);

  /**
   * From now on {@code /readyz} answers 503, so that load balancers send nobody here any more. The
   * relay itself goes on, and takes who comes all the same, until it is closed: wait for as long as
   * the load balancer needs to notice, and close it then. A second call does nothing.
   */
  void drain();

  /** Closes the port, its connections and its thread. A second call does nothing. */
  @Override
  void close();
}
