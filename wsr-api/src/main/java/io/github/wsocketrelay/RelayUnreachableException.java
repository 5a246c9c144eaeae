package io.github.wsocketrelay;

import org.jspecify.annotations.Nullable;

/** No link to the relay could be made, or it broke. Trying again later may help. */
public final class RelayUnreachableException extends WsrException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what happened, to which relay, and the mend
   * @param cause the cause, or null when there is none
   */
  public RelayUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
