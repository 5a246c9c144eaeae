package io.github.wsocketrelay.examples;

import java.lang.reflect.Proxy;

/**
 * Makes a second Ctrl-C or SIGTERM end the process at once, for those who do not want to wait for a
 * close: while shutdown hooks run, the JVM by itself ignores it. The exit code is then what shells
 * have for a process that a signal ended, 130 or 143. By reflection, since javac warns of {@code
 * sun.misc} whatever is suppressed.
 */
final class SecondSignal {
  private static final int ENDED_BY_SIGNAL = 128;

  private SecondSignal() {}

  static void endsProcess() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      for (String name : new String[] {"INT", "TERM"}) {
        Object caught = signal.getConstructor(String.class).newInstance(name);
        int code = ENDED_BY_SIGNAL + (int) signal.getMethod("getNumber").invoke(caught);
        Object halt =
            Proxy.newProxyInstance(
                SecondSignal.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> {
                  Runtime.getRuntime().halt(code);
                  return null;
                });
        signal.getMethod("handle", signal, handler).invoke(null, caught, halt);
      }
    } catch (ReflectiveOperationException e) {
      // Another kind of JVM, or one started with -Xrs: the close is waited for, 5 s at most.
    }
  }
}
