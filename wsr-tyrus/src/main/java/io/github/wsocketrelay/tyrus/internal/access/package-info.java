/** Who may use a relay, and where a peer really is. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.access;

import org.jspecify.annotations.NullMarked;
