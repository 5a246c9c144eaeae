/** What a relay does, for a registry of the Prometheus Java client. */
@NullMarked
package io.github.wsocketrelay.metrics;

import org.jspecify.annotations.NullMarked;
