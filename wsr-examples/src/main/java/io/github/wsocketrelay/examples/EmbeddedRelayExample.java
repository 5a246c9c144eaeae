package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import java.io.IOException;

/** A relay inside a program of one's own. */
public final class EmbeddedRelayExample {
  private EmbeddedRelayExample() {}

  /** Takes the port to listen on, or none for 8080. */
  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
    // region relay
    try (RelayServer relay =
        RelayServer.builder()
            .port(port)
            .listener(
                new RelayListener() {
                  @Override
                  public void onServerRegistered(ServerRegistered event) {
                    System.out.println("a server registered from " + event.remoteAddress());
                  }
                })
            .start()) {
      System.out.println("relay listening on " + relay.localAddress() + "; press Enter to end");
      System.in.read();
    }
    // endregion
  }
}
