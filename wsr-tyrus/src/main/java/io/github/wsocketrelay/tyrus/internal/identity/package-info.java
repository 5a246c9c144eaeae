/** Keys, signatures and proofs. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.identity;

import org.jspecify.annotations.NullMarked;
