/** The side next to the UDP clients. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.connector;

import org.jspecify.annotations.NullMarked;
