/**
 * Puts a relay into a Jakarta WebSocket container that a service has anyway. Needs on the class
 * path, besides the container, {@code wsr-api}, {@code wsr-tyrus} and an implementation of JSON-P;
 * neither Tyrus nor Grizzly.
 */
@NullMarked
package io.github.wsocketrelay.jakarta;

import org.jspecify.annotations.NullMarked;
