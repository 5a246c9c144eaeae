/** The port for operators. */
@NullMarked
package io.github.wsocketrelay.metrics.internal;

import org.jspecify.annotations.NullMarked;
