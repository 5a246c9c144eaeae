/** A game's launcher in a window: the worked example of embedding both sides. */
@NullMarked
package io.github.wsocketrelay.examples.launcher;

import org.jspecify.annotations.NullMarked;
