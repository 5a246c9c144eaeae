/** Binary messages: bytes only. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.protocol;

import org.jspecify.annotations.NullMarked;
