/**
 * UDP over WebSocket, as a library.
 *
 * <p>Three roles: a {@link io.github.wsocketrelay.RelayServer} that everybody can reach, an {@link
 * io.github.wsocketrelay.Exposer} next to a UDP server that nobody can reach, and a {@link
 * io.github.wsocketrelay.Connector} next to each UDP client. Each has a builder, a handle that
 * exists only while the role runs, and a listener. Every role is safe for use by many threads;
 * every queue and table in it is bounded; datagrams are carried at best effort and each one lost
 * inside the library is counted in {@link io.github.wsocketrelay.TrafficStats}.
 */
@NullMarked
package io.github.wsocketrelay;

import org.jspecify.annotations.NullMarked;
