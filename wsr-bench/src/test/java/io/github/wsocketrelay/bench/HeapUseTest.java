package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeapUseTest {
  private static final int LARGE = 16 << 20;

  @Test
  void doesNotCountWhatIsLetGoAMomentLater() throws Exception {
    long before = HeapUse.bytesAfterCollection();
    CountDownLatch holds = new CountDownLatch(1);
    Worker closing = Worker.start("closing", () -> holdForAMoment(holds));
    holds.await();
    assertThat(HeapUse.bytesAfterCollection() - before).isLessThan(LARGE / 2);
    closing.join();
  }

  @Test
  void countsWhatIsHeld() throws Exception {
    long before = HeapUse.bytesAfterCollection();
    byte[] held = new byte[LARGE];
    assertThat(HeapUse.bytesAfterCollection() - before).isGreaterThan(LARGE / 2);
    Reference.reachabilityFence(held);
  }

  private static void holdForAMoment(CountDownLatch holds) {
    byte[] held = new byte[LARGE];
    holds.countDown();
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Reference.reachabilityFence(held);
  }
}
