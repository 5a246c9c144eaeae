package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.identity.Epochs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * An exposer's epochs, each of which its identity keeps: a start after a crash must have a higher
 * one even if the clock was set back meanwhile, or the relay refuses it as superseded by itself.
 * Safe for use by many threads.
 */
final class KeptEpochs {
  private static final Logger LOG = System.getLogger(KeptEpochs.class.getName());

  private final ExposerIdentity identity;
  private final Epochs epochs;
  private final Executor aside;

  /**
   * Takes the first epoch from the identity, which may write its file.
   *
   * @param aside runs what may write the file, since epochs are asked for on I/O threads
   */
  KeptEpochs(ExposerIdentity identity, LongSupplier wallMillis, Executor aside) {
    this.identity = identity;
    this.epochs = new Epochs(wallMillis, identity.nextEpoch());
    this.aside = aside;
  }

  /** A higher one than any before; does not block. */
  long next() {
    long epoch = epochs.next();
    aside.execute(() -> keep(epoch));
    return epoch;
  }

  private void keep(long epoch) {
    try {
      identity.raiseEpoch(epoch);
    } catch (WsrException e) {
      LOG.log(Level.WARNING, e.getMessage());
    }
  }
}
