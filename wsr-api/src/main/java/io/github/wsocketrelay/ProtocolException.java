package io.github.wsocketrelay;

import org.jspecify.annotations.Nullable;

/** The other end is not a relay, speaks another version, or broke the protocol. */
public final class ProtocolException extends WsrException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what came that the protocol does not allow, and the mend
   * @param cause the cause, or null when there is none
   */
  public ProtocolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
