/** What is limited, and how often a limit struck. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.limit;

import org.jspecify.annotations.NullMarked;
