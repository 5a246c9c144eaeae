/** The fault laboratory: what breaks links, and what finds the traces. */
@NullMarked
package io.github.wsocketrelay.tyrus.faults;

import org.jspecify.annotations.NullMarked;
