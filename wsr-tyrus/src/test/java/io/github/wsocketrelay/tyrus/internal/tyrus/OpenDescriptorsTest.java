package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.wsocketrelay.tyrus.internal.limit.Descriptors;
import java.lang.management.OperatingSystemMXBean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OpenDescriptorsTest {
  private static void assertNobodyKnows(Supplier<?> system) {
    Descriptors unknown = OpenDescriptors.of(system);
    assertThat(unknown.most()).isZero();
    assertThat(unknown.open()).isZero();
  }

  @Test
  void nobodyKnowsInARuntimeWithoutManagement() {
    assertNobodyKnows(
        () -> {
          throw new NoClassDefFoundError("java/lang/management/ManagementFactory");
        });
  }

  @Test
  void nobodyKnowsOnASystemThatDoesNotCountThem() {
    assertNobodyKnows(() -> mock(OperatingSystemMXBean.class));
  }

  @Test
  void tellsWhatTheRuntimeTells() {
    UnixOperatingSystemMXBean unix = mock(UnixOperatingSystemMXBean.class);
    when(unix.getOpenFileDescriptorCount()).thenReturn(7L);
    when(unix.getMaxFileDescriptorCount()).thenReturn(256L);
    Descriptors known = OpenDescriptors.of(() -> unix);
    assertThat(known.open()).isEqualTo(7);
    assertThat(known.most()).isEqualTo(256);
  }
}
