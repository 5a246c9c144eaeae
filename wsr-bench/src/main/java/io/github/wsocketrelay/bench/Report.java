package io.github.wsocketrelay.bench;

/** Takes the results as they come. */
interface Report {
  /** A row. */
  void measured(Measurement measurement);

  /** What else is to be said of one number of connectors. */
  void scaled(ScaleStep step);

  /** A scenario that cannot run here. */
  void skipped(String scenario, String reason);

  /** All has been said. */
  void end();
}
