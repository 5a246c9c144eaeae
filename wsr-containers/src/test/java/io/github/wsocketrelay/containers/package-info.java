/** Relays in containers, with the real sides over loopback. */
@NullMarked
package io.github.wsocketrelay.containers;

import org.jspecify.annotations.NullMarked;
