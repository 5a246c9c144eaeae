/** The door between this interface and its implementation: for providers, not for users. */
@NullMarked
package io.github.wsocketrelay.spi;

import org.jspecify.annotations.NullMarked;
