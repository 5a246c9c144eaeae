package io.github.wsocketrelay.examples;

import java.lang.reflect.Proxy;

/**
 * Makes a second Ctrl-C or SIGTERM end the process at once, for those who do not want to wait for a
 * close: while shutdown hooks run, the JVM by itself ignores it. By reflection, since javac warns
 * of {@code sun.misc} whatever is suppressed.
 */
final class SecondSignal {
  private SecondSignal() {}

  static void endsProcess() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halt =
          Proxy.newProxyInstance(
              SecondSignal.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                Runtime.getRuntime().halt(ExitCode.FAILED);
                return null;
              });
      for (String name : new String[] {"INT", "TERM"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), halt);
      }
    } catch (ReflectiveOperationException e) {
      // Another kind of JVM, or one started with -Xrs: the close is waited for, 5 s at most.
    }
  }
}
