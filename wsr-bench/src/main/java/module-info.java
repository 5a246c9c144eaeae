/** The command line wsrbench, which measures the library. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module io.github.wsocketrelay.bench {
  requires HdrHistogram;
  requires info.picocli;
  requires io.github.wsocketrelay;
  requires io.github.wsocketrelay.examples;
  requires jakarta.json;
  requires java.management;
  // CPU time and allocation of threads.
  requires jdk.management;

  opens io.github.wsocketrelay.bench to
      info.picocli;
}
