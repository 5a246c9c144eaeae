package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.UnusableFileException;

/** What a command line returns to the shell. */
public final class ExitCode {
  /** It did what it was asked. */
  public static final int DONE = 0;

  static final int FAILED = 1;
  static final int USAGE = 2;

  /** Trying again cannot help until a person changes something. */
  static final int REFUSED = 3;

  private ExitCode() {}

  static int of(Throwable failure) {
    if (failure instanceof RejectedException rejected && rejected.reason().permanent()) {
      return REFUSED;
    }
    return failure instanceof IllegalArgumentException || failure instanceof UnusableFileException
        ? USAGE
        : FAILED;
  }
}
