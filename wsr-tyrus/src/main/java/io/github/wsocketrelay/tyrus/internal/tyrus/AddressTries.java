package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tries the addresses of a host one after another: the next at once where one refuses, and after a
 * moment where one is silent.
 */
final class AddressTries {
  /** How long a silent address delays the next one, at most. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private AddressTries() {}

  /**
   * One way to connect.
   *
   * @param <T> what is connected
   */
  @FunctionalInterface
  interface Attempt<T> {
    /** Connects within the limit, or throws and leaves nothing open. */
    T connect(InetAddress address, long limitNanos) throws IOException, InterruptedException;
  }

  /**
   * Gives what the first address that answers is connected to.
   *
   * @param addresses at least one
   * @param deadline of all tries together; the last address may use up what is left
   * @throws IOException the failure of the last address, with the others' as suppressed ones
   */
  static <T> T first(List<InetAddress> addresses, Deadline deadline, Attempt<T> attempt)
      throws IOException, InterruptedException {
    IOException failure = new IOException("no address");
    for (int i = 0; i < addresses.size(); i++) {
      try {
        return attempt.connect(addresses.get(i), share(deadline, addresses.size() - i));
      } catch (IOException e) {
        if (i > 0) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }

  private static long share(Deadline deadline, int addressesLeft) {
    long left = deadline.leftNanos();
    return addressesLeft == 1 ? left : Math.min(SILENCE_NANOS, left / addressesLeft);
  }
}
