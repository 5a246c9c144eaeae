package io.github.wsocketrelay;

/** Why a relay or an exposer refused. Names are stable; more may follow. */
public enum RejectReason {
  /** The server ID belongs to another exposer. */
  TAKEN(true),
  /** The same exposer registered later than this one did. */
  SUPERSEDED(true),
  /** Not allowed: a proof, a signature or an approval failed. */
  DENIED(true),
  /**
   * The relay asks for an access token or a client certificate, or for another one; or a proxy on
   * the way asks for a login, or for another one, or does not allow the way. The message says
   * which.
   */
  UNAUTHORIZED(true),
  /** The other end does not understand what was sent. */
  PROTOCOL(true),
  /** A message was larger than the other end takes. */
  TOO_BIG(true),
  /** Too many attempts in a short time; later ones may succeed. */
  RATE_LIMITED(false),
  /** The other end waited in vain for the first message. */
  TOO_SLOW(false),
  /** The relay is shutting down or restarting. */
  DRAINING(false),
  /** A limit is reached, such as the number of tunnels. */
  LIMIT_REACHED(false);

  private final boolean permanent;

  RejectReason(boolean permanent) {
    this.permanent = permanent;
  }

  /**
   * Whether trying again cannot help until a person changes something.
   *
   * @return true for a refusal for good
   */
  public boolean permanent() {
    return permanent;
  }
}
