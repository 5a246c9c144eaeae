package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/** The sockets and selector threads that all links of this process share. */
final class ClientTransport implements AutoCloseable {
  private final TCPNIOTransport transport =
      SelectorThreads.transport("wsr-link")
          .setReuseAddress(false) // else a local port of a link just closed may be taken again
          .build();

  ClientTransport() {
    try {
      transport.start();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector: is the limit of open files reached?", e);
    }
  }

  TCPNIOTransport transport() {
    return transport;
  }

  @Override
  public void close() throws IOException {
    transport.shutdownNow();
  }
}
