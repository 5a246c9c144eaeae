package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * What {@link DirectClientContainer} needs to know of one dial.
 *
 * @param timeout how long the connect may take
 * @param opened is given the connection
 */
record Dialling(
    URI uri, TCPNIOTransport transport, Duration timeout, Consumer<Connection<?>> opened) {}
