package io.github.wsocketrelay.tyrus.internal.events;

import io.github.wsocketrelay.RejectReason;

/** Nobody can record. */
final class NoEvents implements RelayEvents {

  @Override
  public OpenLink linkOpened(String role) {
    return code -> {};
  }

  @Override
  public void refused(RejectReason reason) {}
}
