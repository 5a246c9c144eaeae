package io.github.wsocketrelay.tyrus.internal.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A refusal. */
@Name("wsr.RelayRefusal")
@Label("Relay Refusal")
@Description("A side was refused, or its link ended for the same.")
@Category("WSocketRelay")
@StackTrace(false)
final class RelayRefusalEvent extends Event {
  @Label("Reason")
  @Nullable String reason;
}
