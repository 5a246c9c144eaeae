/**
 * The command lines wsrserve, wsrexpose, wsrconnect, wsrdemo, wsrbench and wsrtoken, and small
 * worked examples.
 */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module io.github.wsocketrelay.examples {
  requires HdrHistogram;
  requires info.picocli;
  requires io.github.wsocketrelay;
  requires jakarta.json;
  requires java.logging;
  requires java.management;
  // CPU time and allocation of threads.
  requires jdk.management;
  // sun.misc.Signal, for a second Ctrl-C: see SecondSignal.
  requires jdk.unsupported;

  opens io.github.wsocketrelay.examples to
      info.picocli;
}
