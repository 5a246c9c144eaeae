/**
 * UDP over WebSocket, as a library.
 *
 * <p>Three roles: a {@link io.github.wsocketrelay.RelayServer} that everybody can reach, an {@link
 * io.github.wsocketrelay.Exposer} next to a UDP server that nobody can reach, and a {@link
 * io.github.wsocketrelay.Connector} next to each UDP client. Each has a builder, a handle that
 * exists only while the role runs, and a listener. Every role is safe for use by many threads;
 * every queue and table in it is bounded; datagrams are carried at best effort and each one lost
 * inside the library is counted in {@link io.github.wsocketrelay.TrafficStats}.
 *
 * <p>All three on one machine, before a UDP server at port 7777:
 *
 * <pre>{@code
 * try (RelayServer relay = RelayServer.builder().port(8080).start();
 *     Exposer exposer = Exposer.builder().relay("127.0.0.1:8080").target(7777).start();
 *     Connector connector = Connector.builder().invitation(exposer.invitation()).start()) {
 *   System.out.println("join " + connector.localAddress());
 *   System.in.read();
 * }
 * }</pre>
 *
 * <p>The builders and this package need an implementation at run time, {@code wsr-tyrus}, which is
 * found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.github.wsocketrelay;

import org.jspecify.annotations.NullMarked;
