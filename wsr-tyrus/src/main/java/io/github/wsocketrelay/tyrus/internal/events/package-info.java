/** Events of Java's flight recorder, where the runtime has one. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.events;

import org.jspecify.annotations.NullMarked;
