/**
 * The command lines wsrserve, wsrexpose, wsrconnect, wsrdemo and wsrtoken, and small worked
 * examples.
 */
@SuppressWarnings("module") // wsr-bench is built after this
module io.github.wsocketrelay.examples {
  requires info.picocli;
  requires io.github.wsocketrelay;
  requires java.logging;
  requires static java.desktop; // LauncherExample's window; --add-modules java.desktop shows it
  // sun.misc.Signal, for a second Ctrl-C: see SecondSignal.
  requires jdk.unsupported;

  // What its command line shares with these.
  exports io.github.wsocketrelay.examples to
      io.github.wsocketrelay.bench;

  opens io.github.wsocketrelay.examples to
      info.picocli;
}
