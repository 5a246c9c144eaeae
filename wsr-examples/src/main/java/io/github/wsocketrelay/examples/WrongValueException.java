package io.github.wsocketrelay.examples;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A wrong value, with a message that has all that is to be said: which option, what, the mend. */
final class WrongValueException extends ParameterException {
  private static final long serialVersionUID = 1L;

  WrongValueException(CommandLine line, String message, @Nullable Throwable cause) {
    super(line, message, cause);
  }
}
