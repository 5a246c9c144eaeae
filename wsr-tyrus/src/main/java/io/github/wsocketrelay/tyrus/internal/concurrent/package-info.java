/** Time, timers, shared resources, and the order of listener calls. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.concurrent;

import org.jspecify.annotations.NullMarked;
