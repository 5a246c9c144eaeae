/** The side next to the UDP server. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.exposer;

import org.jspecify.annotations.NullMarked;
