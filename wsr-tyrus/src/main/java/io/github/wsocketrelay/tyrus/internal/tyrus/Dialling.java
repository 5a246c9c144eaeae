package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.tyrus.core.MaskingKeyGenerator;

/**
 * What {@link DirectClientContainer} needs to know of one dial.
 *
 * @param timeout how long the connect may take
 * @param keys of the masks of frames
 * @param opened is given the connection
 */
record Dialling(
    URI uri,
    TCPNIOTransport transport,
    Duration timeout,
    MaskingKeyGenerator keys,
    Consumer<Connection<?>> opened) {}
