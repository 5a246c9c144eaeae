package io.github.wsocketrelay.tyrus.internal.tyrus;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.wsocketrelay.tyrus.internal.limit.Descriptors;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** What the Java runtime tells of descriptors: not on Windows, nor when it was made smaller. */
record OpenDescriptors(UnixOperatingSystemMXBean system) implements Descriptors {

  /** Those of this process, or of nobody knows what. */
  static Descriptors ofThisProcess() {
    return of(() -> ManagementFactory.getOperatingSystemMXBean());
  }

  @SuppressWarnings("UnnecessaryLambda") // A method reference would be resolved where it is made.
  static Descriptors of(Supplier<?> system) {
    try {
      if (system.get() instanceof UnixOperatingSystemMXBean unix) {
        return new OpenDescriptors(unix);
      }
    } catch (LinkageError e) {
      // A runtime without the modules java.management and jdk.management.
    }
    return Unknown.INSTANCE;
  }

  @Override
  public long open() {
    return system.getOpenFileDescriptorCount();
  }

  @Override
  public long most() {
    return system.getMaxFileDescriptorCount();
  }

  private enum Unknown implements Descriptors {
    INSTANCE;

    @Override
    public long open() {
      return 0;
    }

    @Override
    public long most() {
      return 0;
    }
  }
}
