/** What may be logged of what strangers send. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.log;

import org.jspecify.annotations.NullMarked;
