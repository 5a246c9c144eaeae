package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Refused;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a side's link ended, in terms of the role, with what to tell the user.
 *
 * @param reason the role's reason
 * @param cause the message with the mend
 */
public record Ending(CloseReason reason, WsrException cause) {
  private static final int MOST_REASON_CHARACTERS = 123;

  /**
   * Reads a link's end.
   *
   * @param refused what the relay said before, if anything
   */
  public static Ending of(
      int code, String text, @Nullable Refused refused, URI relay, ServerId serverId) {
    if (refused != null) {
      return refused(refused, text, relay, serverId);
    }
    return switch (code) {
      case CloseCode.GOING_AWAY ->
          new Ending(
              CloseReason.RELAY_GOING_AWAY,
              new RelayUnreachableException(
                  "the relay at " + relay + " is shutting down or restarting", null));
      case CloseCode.PROTOCOL -> protocolError(text, relay);
      default ->
          new Ending(
              CloseReason.LINK_LOST,
              new RelayUnreachableException(
                  "the link to the relay at %s broke (close code %d): check the network"
                      .formatted(relay, code),
                  null));
    };
  }

  /** Whether dialling again cannot help. */
  public boolean isForGood() {
    return isForGood(cause);
  }

  /** Whether trying again cannot help after this failure. */
  public static boolean isForGood(WsrException failure) {
    return failure instanceof ProtocolException
        || failure instanceof RelayUntrustedException
        || (failure instanceof RejectedException rejected && rejected.reason().permanent());
  }

  private static Ending refused(Refused refused, String text, URI relay, ServerId serverId) {
    RejectReason reason = CloseCode.reason(refused.code(), refused.reason());
    Duration retryAfter =
        refused.retryAfterMillis() == null ? null : Duration.ofMillis(refused.retryAfterMillis());
    if (reason == RejectReason.PROTOCOL) {
      return protocolError(text, relay);
    }
    String message =
        "the relay at %s refused server %s: %s"
            .formatted(relay, serverId, mend(reason, retryAfter));
    return new Ending(
        reason == RejectReason.SUPERSEDED ? CloseReason.SUPERSEDED : CloseReason.REJECTED,
        new RejectedException(message, reason, retryAfter));
  }

  private static Ending protocolError(String text, URI relay) {
    return new Ending(
        CloseReason.PROTOCOL_ERROR,
        new ProtocolException(
            "the relay at %s does not understand this version (%s): use the same version on both"
                .formatted(relay, LogText.shown(text, MOST_REASON_CHARACTERS)),
            null));
  }

  private static String mend(RejectReason reason, @Nullable Duration retryAfter) {
    String when =
        retryAfter == null ? "" : " (in %d s)".formatted((retryAfter.toMillis() + 999) / 1_000);
    return switch (reason) {
      case TAKEN ->
          retryAfter == null
              ? "it is already registered by another exposer; close that one or choose another ID"
              : "it belongs to another exposer that left a short while ago; wait"
                  + when
                  + " or choose another ID";
      case SUPERSEDED -> "it was started again somewhere else; stop one of the two";
      case DENIED ->
          "the proof does not fit, or the exposer does not let this side in; check the server ID, and that the relay is dialled under the host name that it knows itself by";
      case UNAUTHORIZED -> "it asks for access that this side does not have; ask its operator";
      case TOO_BIG -> "a message was too big; use the same version on both";
      case RATE_LIMITED -> "too many attempts in a short time; try again later" + when;
      case TOO_SLOW -> "this side said nothing for too long; try again";
      case DRAINING -> "it is shutting down; try again later" + when;
      case LIMIT_REACHED -> "a limit is reached there; try again later" + when;
      case PROTOCOL -> "use the same version on both";
    };
  }
}
