/** Hand-written stand-ins for links, clocks, timers and UDP sockets. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.testing;

import org.jspecify.annotations.NullMarked;
