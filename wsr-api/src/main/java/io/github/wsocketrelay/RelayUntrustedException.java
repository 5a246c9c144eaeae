package io.github.wsocketrelay;

import org.jspecify.annotations.Nullable;

/**
 * What answered at a relay's {@code wss} address could not show that it is that relay: its
 * certificate is expired, for another name, of an unknown authority or not the pinned one. Nothing
 * secret was sent to it. A start fails with it at once; a role that runs goes on trying, since a
 * certificate can be renewed.
 */
public final class RelayUntrustedException extends WsrException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong with which relay's certificate, and the mend
   * @param cause the cause, or null when there is none
   */
  public RelayUntrustedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
