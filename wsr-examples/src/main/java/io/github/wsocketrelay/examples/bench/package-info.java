/** The parts of {@code wsrbench}: load, what comes back of it, what it costs, and the report. */
@NullMarked
package io.github.wsocketrelay.examples.bench;

import org.jspecify.annotations.NullMarked;
