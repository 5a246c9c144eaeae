package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import java.net.InetSocketAddress;

/** Prints what happens to the exposer. */
record ExposerReport(Screen screen, boolean verbose, LinkReport link, Ending ending)
    implements ExposerListener {
  @Override
  public void onTunnelOpened(TunnelOpened event) {
    tell("tunnel-opened", event.tunnel(), event.remoteAddress(), "connected: ");
  }

  @Override
  public void onTunnelLost(TunnelLost event) {
    tell("tunnel-lost", event.tunnel(), event.remoteAddress(), "lost, its ports are kept: ");
  }

  @Override
  public void onTunnelResumed(TunnelResumed event) {
    tell("tunnel-resumed", event.tunnel(), event.remoteAddress(), "back: ");
  }

  @Override
  public void onTunnelClosed(TunnelClosed event) {
    tell("tunnel-closed", event.tunnel(), event.remoteAddress(), "gone: ");
  }

  private void tell(String name, String tunnel, InetSocketAddress from, String text) {
    screen.event(tunnel(name, tunnel, from), text + AddressText.of(from));
  }

  private static Event tunnel(String name, String tunnel, InetSocketAddress from) {
    return Event.of(name).with("tunnel", tunnel).with("address", AddressText.of(from));
  }

  @Override
  public void onFlowOpened(FlowOpened event) {
    if (verbose) {
      screen.event(
          flow(
              tunnel("flow-opened", event.tunnel(), event.remoteAddress()),
              event.localAddress(),
              event.target()),
          "client at %s reaches %s from %s"
              .formatted(
                  AddressText.of(event.remoteAddress()),
                  event.target(),
                  AddressText.of(event.localAddress())));
    }
  }

  @Override
  public void onFlowClosed(FlowClosed event) {
    if (verbose) {
      screen.event(
          flow(
              tunnel("flow-closed", event.tunnel(), event.remoteAddress()),
              event.localAddress(),
              event.target()),
          "client at %s no longer uses %s"
              .formatted(
                  AddressText.of(event.remoteAddress()), AddressText.of(event.localAddress())));
    }
  }

  private static Event flow(Event event, InetSocketAddress local, Target target) {
    return event.with("localAddress", AddressText.of(local)).with("target", target.toString());
  }

  @Override
  public void onLinkLost(LinkLost event) {
    link.lost(event.cause(), event.nextAttemptIn());
  }

  @Override
  public void onRetrying(Retrying event) {
    link.retrying(event.attempt(), event.cause(), event.nextAttemptIn());
  }

  @Override
  public void onLinkRestored(LinkRestored event) {
    link.restored(event.relay(), event.away());
  }

  @Override
  public void onLimitReached(LimitReached event) {
    LimitReport.print(screen, event.limit(), event.remoteAddress());
  }

  @Override
  public void onDropsBegan(DropsBegan event) {
    if (event.reason() == DropReason.PORT_UNREACHABLE) {
      Drops.began(
          screen,
          event.reason(),
          "nothing listens at the server's address: is the server running?");
    } else {
      Drops.began(screen, event.reason());
    }
  }

  @Override
  public void onDropsEnded(DropsEnded event) {
    Drops.ended(screen, event.dropped());
  }

  @Override
  public void onClosed(Closed event) {
    ending.tell(screen, event.reason(), event.cause());
  }
}
