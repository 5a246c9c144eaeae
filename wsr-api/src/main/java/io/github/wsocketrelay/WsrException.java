package io.github.wsocketrelay;

import org.jspecify.annotations.Nullable;

/**
 * A role could not start or go on. The message says what happened, to which value, and what mends
 * it. Subtypes exist where callers would act differently.
 */
public class WsrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what happened, to which value, and the mend
   */
  public WsrException(String message) {
    super(message);
  }

  /**
   * Makes an exception with what caused it.
   *
   * @param message what happened, to which value, and the mend
   * @param cause the cause, or null when there is none
   */
  public WsrException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
