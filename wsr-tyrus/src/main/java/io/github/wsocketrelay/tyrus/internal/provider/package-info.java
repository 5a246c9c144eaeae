/** Wires everything and hands out the roles. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.provider;

import org.jspecify.annotations.NullMarked;
