package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageHandler;

/** Takes datagrams, and is not interested in acknowledgements. */
@FunctionalInterface
public interface OnlyDatagrams extends MessageHandler {
  @Override
  default void onAcknowledgement(long received, long holdMicros, int clockMicros) {}
}
