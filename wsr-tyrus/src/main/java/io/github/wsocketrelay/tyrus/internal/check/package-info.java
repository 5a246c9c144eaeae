/** Checks of the whole way, step by step, for a person to read. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.check;

import org.jspecify.annotations.NullMarked;
