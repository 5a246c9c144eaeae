package io.github.wsocketrelay.tyrus.internal.protocol;

/** The peer sent what the protocol does not allow. Ends that link, and nothing else. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;

  public MalformedMessageException(String message) {
    super(message);
    this.what = message;
  }

  /** What came that must not. */
  public String what() {
    return what;
  }
}
