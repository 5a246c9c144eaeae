package io.github.wsocketrelay.tyrus.faults;

import java.util.EnumSet;
import java.util.Set;

/** What is wrong with a {@link FaultProxy} at the moment. On its thread only. */
final class Faults {
  static final long UNLIMITED = Long.MAX_VALUE;

  final Set<Direction> holes = EnumSet.noneOf(Direction.class);
  long latencyNanos;
  long closeDelayNanos;
  long bytesPerSecond = UNLIMITED;
  long bytesUntilCut = UNLIMITED;
  int sliceBytes = Integer.MAX_VALUE;

  void clear() {
    holes.clear();
    latencyNanos = 0;
    closeDelayNanos = 0;
    bytesPerSecond = UNLIMITED;
    bytesUntilCut = UNLIMITED;
    sliceBytes = Integer.MAX_VALUE;
  }
}
