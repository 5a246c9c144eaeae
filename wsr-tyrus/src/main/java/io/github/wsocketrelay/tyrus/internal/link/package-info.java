/** One WebSocket as the core sees it, and what waits to be written to it. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.link;

import org.jspecify.annotations.NullMarked;
