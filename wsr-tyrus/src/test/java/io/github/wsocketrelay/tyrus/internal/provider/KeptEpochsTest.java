package io.github.wsocketrelay.tyrus.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.IdentityFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptEpochsTest {
  private final AtomicLong wallMillis = new AtomicLong(System.currentTimeMillis());
  private final Queue<Runnable> aside = new ArrayDeque<>();

  @TempDir Path folder;

  private KeptEpochs epochs(ExposerIdentity identity) {
    return new KeptEpochs(identity, wallMillis::get, aside::add);
  }

  @Test
  void growAlsoOverACrashAfterTheClockWasSetBack() {
    Path path = folder.resolve("exposer.id");
    long last;
    try (IdentityFile file = IdentityFile.open(path)) {
      KeptEpochs epochs = epochs(file.identity());
      wallMillis.addAndGet(86_400_000);
      epochs.next();
      wallMillis.addAndGet(-86_400_000);
      epochs.next();
      epochs.next();
      last = epochs.next(); // Three attempts of which none led to a link.
      aside.forEach(Runnable::run);
    }

    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(epochs(file.identity()).next()).isGreaterThan(last);
    }
  }

  @Test
  void areNotWrittenWhereTheyAreAskedFor() {
    ExposerIdentity identity = ExposerIdentity.generate();
    KeptEpochs epochs = epochs(identity);
    wallMillis.addAndGet(86_400_000);
    long epoch = epochs.next();

    assertThat(identity.nextEpoch()).isLessThan(epoch);
    aside.remove().run();
    assertThat(identity.nextEpoch()).isGreaterThan(epoch);
  }
}
