/**
 * The command line {@code wsrbench} and its parts: load, what comes back of it, what it costs, and
 * the report.
 */
@NullMarked
package io.github.wsocketrelay.bench;

import org.jspecify.annotations.NullMarked;
