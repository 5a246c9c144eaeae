/** How much may be under way on a link, and how its two ends know: the acknowledgement window. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.congestion;

import org.jspecify.annotations.NullMarked;
