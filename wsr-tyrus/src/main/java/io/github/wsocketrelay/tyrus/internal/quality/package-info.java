/** How good a path is: reports of a tunnel's two ends, and what follows from them. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.quality;

import org.jspecify.annotations.NullMarked;
