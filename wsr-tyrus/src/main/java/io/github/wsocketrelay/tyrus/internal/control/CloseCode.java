package io.github.wsocketrelay.tyrus.internal.control;

import io.github.wsocketrelay.RejectReason;
import java.util.Locale;

/** The WebSocket close codes of this protocol, and how refusals map to them. */
public final class CloseCode {
  /** RFC 6455: done. */
  public static final int NORMAL = 1_000;

  /** RFC 6455: the endpoint goes away. */
  public static final int GOING_AWAY = 1_001;

  /** RFC 6455: a fault at this end. */
  public static final int UNEXPECTED_CONDITION = 1_011;

  public static final int PROTOCOL = 4_400;
  public static final int UNAUTHORIZED = 4_401;
  public static final int DENIED = 4_403;
  public static final int TOO_SLOW = 4_408;
  public static final int SUPERSEDED = 4_409;
  public static final int TOO_BIG = 4_413;
  public static final int RATE_LIMITED = 4_429;
  public static final int DRAINING = 4_503;

  private CloseCode() {}

  /** The code that goes with a reason. */
  public static int of(RejectReason reason) {
    return switch (reason) {
      case TAKEN, DENIED -> DENIED;
      case SUPERSEDED -> SUPERSEDED;
      case UNAUTHORIZED -> UNAUTHORIZED;
      case PROTOCOL -> PROTOCOL;
      case TOO_BIG -> TOO_BIG;
      case RATE_LIMITED, LIMIT_REACHED -> RATE_LIMITED;
      case TOO_SLOW -> TOO_SLOW;
      case DRAINING -> DRAINING;
    };
  }

  /** A reason's word on the wire. */
  public static String word(RejectReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason for a word, or by the code alone when a newer relay uses a word not known here. */
  public static RejectReason reason(int code, String word) {
    for (RejectReason reason : RejectReason.values()) {
      if (word(reason).equals(word)) {
        return reason;
      }
    }
    return switch (code) {
      case UNAUTHORIZED -> RejectReason.UNAUTHORIZED;
      case DENIED -> RejectReason.DENIED;
      case TOO_SLOW -> RejectReason.TOO_SLOW;
      case SUPERSEDED -> RejectReason.SUPERSEDED;
      case TOO_BIG -> RejectReason.TOO_BIG;
      case RATE_LIMITED -> RejectReason.RATE_LIMITED;
      case DRAINING -> RejectReason.DRAINING;
      default -> RejectReason.PROTOCOL;
    };
  }
}
