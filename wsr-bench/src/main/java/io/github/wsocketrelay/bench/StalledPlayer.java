package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Invitation;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.examples.LinkSecurity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The connector of a player whose program can be stopped: all that runs in the child process. The
 * invitation comes by standard input, where no list of processes shows it. It ends with that input.
 */
public final class StalledPlayer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 20;

  private StalledPlayer() {}

  /**
   * Runs until the input ends; prints the local port that leads to the last server.
   *
   * @param security how it proves itself to the relay
   */
  public static void run(InputStream in, Consumer<String> out, LinkSecurity security)
      throws IOException, InterruptedException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String invitation = reader.readLine();
    if (invitation == null) {
      throw new WsrException("no invitation came by standard input");
    }
    try (Connector connector =
        security
            .applyTo(Connector.builder())
            .invitation(Invitation.parse(invitation))
            .bind(LOOPBACK)
            .waitForServer(PATIENCE)
            .start()) {
      out.accept(String.valueOf(lastServer(connector).getPort()));
      while (reader.read() >= 0) {
        // Nothing more comes but the end.
      }
    }
  }

  /** The port for a further server opens once the exposer has told of it. */
  private static InetSocketAddress lastServer(Connector connector) throws InterruptedException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (connector.localAddresses().size() < 2) {
      if (System.nanoTime() - limit > 0) {
        throw new WsrException("the exposer did not tell of its second server");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return connector.localAddresses().get(1);
  }
}
