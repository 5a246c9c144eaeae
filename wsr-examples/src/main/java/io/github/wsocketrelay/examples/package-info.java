/** The command lines over the library, and small worked examples of it. */
@NullMarked
package io.github.wsocketrelay.examples;

import org.jspecify.annotations.NullMarked;
