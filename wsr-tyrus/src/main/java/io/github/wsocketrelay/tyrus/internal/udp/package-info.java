/** UDP sockets and the threads that read them. */
@NullMarked
package io.github.wsocketrelay.tyrus.internal.udp;

import org.jspecify.annotations.NullMarked;
