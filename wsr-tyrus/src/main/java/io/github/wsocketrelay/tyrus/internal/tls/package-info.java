/** TLS: who is trusted, and how to show who one is. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.tls;

import org.jspecify.annotations.NullMarked;
