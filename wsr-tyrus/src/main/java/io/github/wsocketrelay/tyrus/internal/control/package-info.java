/** Control messages: one record each, and their JSON form. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.control;

import org.jspecify.annotations.NullMarked;
