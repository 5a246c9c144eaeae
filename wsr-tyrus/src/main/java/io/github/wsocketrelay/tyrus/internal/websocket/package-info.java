/** The Jakarta WebSocket endpoints: the only place that knows that API. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.websocket;

import org.jspecify.annotations.NullMarked;
