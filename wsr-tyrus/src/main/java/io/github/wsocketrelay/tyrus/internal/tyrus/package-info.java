/** The Tyrus binding: listener and dialer. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.tyrus;

import org.jspecify.annotations.NullMarked;
