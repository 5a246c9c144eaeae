/** The command lines wsrserve, wsrexpose, wsrconnect and wsrdemo, and small worked examples. */
module io.github.wsocketrelay.examples {
  requires info.picocli;
  requires io.github.wsocketrelay;
  requires java.logging;
  // sun.misc.Signal, for a second Ctrl-C: see SecondSignal.
  requires jdk.unsupported;

  opens io.github.wsocketrelay.examples to
      info.picocli;
}
