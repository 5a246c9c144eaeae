package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Decides who may use a relay, for services that embed one and know their users. Asked once for
 * each link, at its handshake.
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Decides. Called on an I/O thread, for many links at the same time: it must not block, and where
   * it has to ask somebody it completes the stage later. A stage that is complete at once refuses
   * with HTTP 403; one that takes its time lets the handshake succeed, and the link waits for it
   * before anything else happens. What fails, or takes longer than {@link
   * RelayLimit#SPEAK_SECONDS}, is a refusal.
   *
   * @param request who asks for what
   * @return the verdict
   */
  CompletionStage<Verdict> authenticate(AccessRequest request);

  /** The two uses of a relay. */
  enum Use {
    /** To register a server. */
    EXPOSE,
    /** To reach one. */
    CONNECT
  }

  /**
   * Who asks for what.
   *
   * @param use what for
   * @param tag the tag of the server ID
   * @param remoteAddress where the peer is, behind trusted proxies; unresolved if that is not known
   *     (see {@link RelayListener})
   * @param token what it gave, if anything
   * @param certificates its certificate chain, its own first, where TLS asked for one and verified
   *     it; else empty
   */
  record AccessRequest(
      Use use,
      String tag,
      InetSocketAddress remoteAddress,
      Optional<AccessToken> token,
      List<X509Certificate> certificates) {}

  /**
   * What was decided. Immutable.
   *
   * @param allowed whether the link may go on
   * @param limits what holds for this link in place of the relay's own limits, of those that are
   *     for each link
   * @param holds asked every few seconds, on a thread of the relay, where it must not block: false
   *     ends the link
   */
  record Verdict(boolean allowed, Map<RelayLimit, Long> limits, BooleanSupplier holds) {
    /**
     * Copies the limits.
     *
     * @param allowed whether the link may go on
     * @param limits what holds for this link in place of the relay's own limits, of those that are
     *     for each link
     * @param holds asked every few seconds, on a thread of the relay, where it must not block:
     *     false ends the link
     */
    public Verdict {
      limits = Map.copyOf(limits);
    }

    /**
     * The link may go on for as long as it likes.
     *
     * @return a verdict
     */
    public static Verdict allow() {
      return new Verdict(true, Map.of(), () -> true);
    }

    /**
     * The link may not go on.
     *
     * @return a verdict
     */
    public static Verdict refuse() {
      return new Verdict(false, Map.of(), () -> false);
    }

    /**
     * The same, for as long as a condition holds: as long as an account is open, say.
     *
     * @param condition see {@link #holds}
     * @return a verdict
     */
    public Verdict asLongAs(BooleanSupplier condition) {
      return new Verdict(allowed, limits, condition);
    }

    /**
     * The same, with limits of its own.
     *
     * @param ownLimits see {@link #limits}
     * @return a verdict
     */
    public Verdict withLimits(Map<RelayLimit, Long> ownLimits) {
      return new Verdict(allowed, ownLimits, holds);
    }
  }
}
