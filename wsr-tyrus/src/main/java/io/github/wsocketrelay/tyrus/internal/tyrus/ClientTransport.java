package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * The sockets and selector threads that all links of this process share. What comes in is handled
 * on the selector thread that reads it.
 */
final class ClientTransport implements AutoCloseable {
  private static final int MOST_SELECTORS = 4;
  private static final int READ_BUFFER_BYTES = 65_536;

  private final TCPNIOTransport transport;

  ClientTransport() {
    int selectors = Math.min(Runtime.getRuntime().availableProcessors(), MOST_SELECTORS);
    transport =
        TCPNIOTransportBuilder.newInstance()
            .setIOStrategy(SameThreadIOStrategy.getInstance())
            .setReuseAddress(false)
            .setSelectorThreadPoolConfig(
                ThreadPoolConfig.defaultConfig()
                    .setPoolName("wsr-link")
                    .setDaemon(true)
                    .setCorePoolSize(selectors)
                    .setMaxPoolSize(selectors))
            .build();
    transport.setSelectorRunnersCount(selectors);
    transport.setReadBufferSize(READ_BUFFER_BYTES);
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
