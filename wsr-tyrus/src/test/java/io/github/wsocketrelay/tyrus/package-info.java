/** The roles together, on real sockets. */
@NullMarked
package io.github.wsocketrelay.tyrus;

import org.jspecify.annotations.NullMarked;
