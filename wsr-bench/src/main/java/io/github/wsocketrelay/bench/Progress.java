package io.github.wsocketrelay.bench;

/** Says what is being done, to a person who waits. */
@FunctionalInterface
public interface Progress {
  /** Replaces the last text. */
  void tell(String text);

  /** The same, with a text behind each: if it is long, its end is cut on a terminal. */
  default Progress of(String what) {
    return text -> tell(text + ": " + what);
  }
}
