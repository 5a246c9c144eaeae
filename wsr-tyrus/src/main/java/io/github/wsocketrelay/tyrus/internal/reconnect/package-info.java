/** How a side comes back when its link is lost. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.reconnect;

import org.jspecify.annotations.NullMarked;
