package io.github.wsocketrelay.tyrus.internal.events;

import io.github.wsocketrelay.RejectReason;
import java.util.Locale;

/** Somebody may record. The only class that makes events, so that others load without them. */
final class FlightRecorderEvents implements RelayEvents {

  @Override
  public OpenLink linkOpened(String role) {
    RelayLinkEvent event = new RelayLinkEvent();
    event.role = role;
    event.begin();
    return event;
  }

  @Override
  public void refused(RejectReason reason) {
    RelayRefusalEvent event = new RelayRefusalEvent();
    if (event.shouldCommit()) {
      event.reason = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      event.commit();
    }
  }
}
