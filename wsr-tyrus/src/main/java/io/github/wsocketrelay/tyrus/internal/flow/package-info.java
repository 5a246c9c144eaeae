/** What is remembered of flows, by number. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.flow;

import org.jspecify.annotations.NullMarked;
