package io.github.wsocketrelay.tyrus.internal.tyrus;

import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/** Makes Grizzly transports whose few selector threads also handle what they read. */
final class SelectorThreads {
  private static final int MOST_SELECTORS = 4;

  /** Grizzly keeps as much for each thread; the largest datagram and its message's header. */
  private static final int READ_BUFFER_BYTES = 65_536;

  private SelectorThreads() {}

  /** Prepares a transport, not started yet; its threads are daemons with this name. */
  static TCPNIOTransportBuilder transport(String threadName) {
    int selectors = Math.min(Runtime.getRuntime().availableProcessors(), MOST_SELECTORS);
    return TCPNIOTransportBuilder.newInstance()
        .setIOStrategy(SameThreadIOStrategy.getInstance())
        .setSelectorRunnersCount(selectors)
        .setReadBufferSize(READ_BUFFER_BYTES)
        .setSelectorThreadPoolConfig(
            ThreadPoolConfig.defaultConfig()
                .setPoolName(threadName)
                .setDaemon(true)
                .setCorePoolSize(selectors)
                .setMaxPoolSize(selectors));
  }
}
