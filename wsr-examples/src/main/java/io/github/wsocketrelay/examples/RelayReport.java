package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayListener;
import java.net.InetSocketAddress;

/** Prints what happens to the relay. */
record RelayReport(Screen screen, boolean verbose, Ending ending) implements RelayListener {
  @Override
  public void onServerRegistered(ServerRegistered event) {
    screen.event(
        server("server-registered", event.tag(), event.remoteAddress()),
        "server %s registered from %s"
            .formatted(shown(event.tag()), AddressText.of(event.remoteAddress())));
  }

  @Override
  public void onServerUnregistered(ServerUnregistered event) {
    screen.event(
        server("server-gone", event.tag(), event.remoteAddress()),
        "server %s is gone".formatted(shown(event.tag())));
  }

  @Override
  public void onTunnelOpened(TunnelOpened event) {
    if (verbose) {
      screen.event(
          server("tunnel-opened", event.tag(), event.remoteAddress()),
          "tunnel from %s to server %s"
              .formatted(AddressText.of(event.remoteAddress()), shown(event.tag())));
    }
  }

  @Override
  public void onTunnelClosed(TunnelClosed event) {
    if (verbose) {
      screen.event(
          server("tunnel-closed", event.tag(), event.remoteAddress()),
          "tunnel from %s to server %s closed"
              .formatted(AddressText.of(event.remoteAddress()), shown(event.tag())));
    }
  }

  @Override
  public void onLimitReached(LimitReached event) {
    LimitReport.print(screen, event.limit(), event.remoteAddress());
  }

  @Override
  public void onClosed(Closed event) {
    ending.tell(screen, event.reason(), event.cause());
  }

  private static Event server(String name, String tag, InetSocketAddress from) {
    return Event.of(name).with("server", shown(tag)).with("address", AddressText.of(from));
  }

  private static String shown(String tag) {
    return "#" + tag.substring(0, 6);
  }
}
