package io.github.wsocketrelay.tyrus.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All that this JVM says while it is open: every logger's lines at every level, what listeners are
 * told, what is thrown, and how threads are called. What the container says below INFO is left out:
 * it holds whole requests.
 */
public final class Overheard extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Queue<String> container = new ConcurrentLinkedQueue<>();
  private final Level before = ROOT.getLevel();
  private final Handler[] others = ROOT.getHandlers();

  private Overheard() {
    setLevel(Level.ALL);
  }

  /** Begins to listen. */
  public static Overheard open() {
    Overheard overheard = new Overheard();
    for (Handler other : overheard.others) {
      ROOT.removeHandler(other);
    }
    ROOT.addHandler(overheard);
    ROOT.setLevel(Level.ALL);
    return overheard;
  }

  @Override
  public void publish(LogRecord line) {
    if (isOfTheContainer(line)) {
      container.add(line.getLoggerName());
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(line.getLoggerName()).append(": ").append(line.getMessage());
    Object[] parameters = line.getParameters();
    if (parameters != null) {
      for (Object parameter : parameters) {
        text.append(" | ").append(parameter);
      }
      text.append(" | ").append(filled(line.getMessage(), parameters));
    }
    said.add(text.toString());
    thrown(line.getThrown());
  }

  /** Grizzly and Tyrus log whole requests below INFO, headers too: docs/threading.md says so. */
  private static boolean isOfTheContainer(LogRecord line) {
    return line.getLevel().intValue() < Level.INFO.intValue()
        && String.valueOf(line.getLoggerName()).startsWith("org.glassfish.");
  }

  private static String filled(String pattern, Object[] parameters) {
    try {
      return MessageFormat.format(pattern, parameters);
    } catch (IllegalArgumentException e) {
      return pattern; // no pattern of this kind
    }
  }

  /** Takes note of a throwable, with all that is behind it. */
  public void thrown(@Nullable Throwable thrown) {
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      said.add(trace.toString());
    }
  }

  /** Takes note of the names that threads have now. */
  public void threads() {
    Thread.getAllStackTraces().keySet().forEach(thread -> said.add("thread " + thread.getName()));
  }

  /** Takes note of a text that people see. */
  public void text(Object shown) {
    said.add(String.valueOf(shown));
  }

  /** A listener that takes note of all it is told. */
  public <T> T listener(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (listener, method, arguments) -> told(listener, method, arguments)));
  }

  private @Nullable Object told(Object listener, Method method, Object[] arguments)
      throws Exception {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "hashCode" -> System.identityHashCode(listener);
        case "equals" -> listener == arguments[0];
        default -> "listener";
      };
    }
    for (Object event : arguments) {
      said.add(method.getName() + " " + event);
      for (RecordComponent part : event.getClass().getRecordComponents()) {
        Object value = part.getAccessor().invoke(event);
        Object inner = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
        if (inner instanceof Throwable cause) {
          thrown(cause);
        }
      }
    }
    return null;
  }

  /** What was said so far. */
  public Iterable<String> said() {
    return said;
  }

  /** Whether the container said something that is not kept, for what it holds. */
  public boolean hasContainer() {
    return !container.isEmpty();
  }

  /** Whether something like this was said. */
  public boolean has(String part) {
    return said.stream().anyMatch(text -> text.contains(part));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
    ROOT.setLevel(before);
    for (Handler other : others) {
      ROOT.addHandler(other);
    }
  }
}
