/** The page for people who open a relay's address in a browser. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.page;

import org.jspecify.annotations.NullMarked;
