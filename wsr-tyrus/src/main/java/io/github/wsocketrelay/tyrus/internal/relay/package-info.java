/** The relay's routing: no socket and no thread of its own. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.relay;

import org.jspecify.annotations.NullMarked;
