package io.github.wsocketrelay.tyrus.internal.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The life of a link, told at its end. */
@Name("wsr.RelayLink")
@Label("Relay Link")
@Description("A link of an exposer or a connector, from its admission to its end.")
@Category("WSocketRelay")
@StackTrace(false)
final class RelayLinkEvent extends Event implements RelayEvents.OpenLink {
  @Label("Role")
  @Nullable String role;

  @Label("Close Code")
  @Description("The WebSocket's: 1000 and 1001 are wished for, 1006 is a broken link.")
  int closeCode;

  @Override
  public void closed(int code) {
    closeCode = code;
    commit();
  }
}
