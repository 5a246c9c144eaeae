package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ConnectorListener;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Prints what happens to the connector. */
record ConnectorReport(
    Screen screen, boolean verbose, LinkReport link, Ending ending, KnownServers knownServers)
    implements ConnectorListener {
  @Override
  public void onServerAway(ServerAway event) {
    screen.event(
        Event.of("server-away").with("server", event.serverId().toString()),
        "server %s is not online; waiting for it".formatted(event.serverId()));
  }

  @Override
  public void onOpened(Opened event) {
    String addresses = AddressText.of(event.localAddresses());
    screen.event(
        Event.of("opened")
            .with("server", event.serverId().toString())
            .with("addresses", addresses)
            .with("port", event.localAddresses().get(0).getPort())
            .with("exposerKey", event.exposerKey()),
        "open: server %s is at %s".formatted(event.serverId(), addresses));
    try {
      if (knownServers.isReplaced(event.serverId(), event.exposerKey())) {
        screen.warning(
            Event.of("exposer-replaced").with("server", event.serverId().toString()),
            "server %s is run by another exposer than last time; if its host knows of no change, do not trust it"
                .formatted(event.serverId()));
      }
    } catch (IOException e) {
      screen.warning("cannot remember server %s: %s".formatted(event.serverId(), e));
    }
  }

  @Override
  public void onTargetUnavailable(TargetUnavailable event) {
    screen.warning(
        Event.of("target-unavailable")
            .with("target", event.target() + 1L)
            .with("port", event.localPort())
            .with("message", event.reason()),
        "no local port %d for the server's port number %d (%s); give one for each, as in 7777,7790"
            .formatted(event.localPort(), event.target() + 1, event.reason()));
  }

  @Override
  public void onFlowOpened(FlowOpened event) {
    if (verbose) {
      screen.event(
          flow("flow-opened", event.localClient(), event.localAddress()),
          "client %s at %s"
              .formatted(
                  AddressText.of(event.localClient()), AddressText.of(event.localAddress())));
    }
  }

  @Override
  public void onFlowClosed(FlowClosed event) {
    if (verbose) {
      screen.event(
          flow("flow-closed", event.localClient(), event.localAddress()),
          "client %s is gone".formatted(AddressText.of(event.localClient())));
    }
  }

  private static Event flow(String name, InetSocketAddress client, InetSocketAddress local) {
    return Event.of(name)
        .with("address", AddressText.of(client))
        .with("localAddress", AddressText.of(local));
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
  public void onDropsBegan(DropsBegan event) {
    Drops.began(screen, event.reason());
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
