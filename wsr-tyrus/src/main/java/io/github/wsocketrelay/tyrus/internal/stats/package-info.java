/** Counters. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.stats;

import org.jspecify.annotations.NullMarked;
