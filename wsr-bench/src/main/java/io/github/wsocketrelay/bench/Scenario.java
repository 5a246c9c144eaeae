package io.github.wsocketrelay.bench;

import java.io.IOException;

/** Something that a tunnel can be asked to do. */
public interface Scenario {
  /** Runs it, and reports what was measured to the bench. */
  void run(Bench bench) throws IOException, InterruptedException;
}
