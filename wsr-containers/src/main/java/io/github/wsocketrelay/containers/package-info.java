/** A relay in embedded Jetty and in embedded Tomcat. */
@NullMarked
package io.github.wsocketrelay.containers;

import org.jspecify.annotations.NullMarked;
