package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.AddressGroup;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The relay's door: what every handshake is asked before it becomes a link. */
public final class Gate {
  private static final Logger LOG = System.getLogger(Gate.class.getName());
  private static final String BEARER = "bearer ";
  private static final String NULL_ORIGIN = "null";
  private static final String NO_ORIGIN = "pages of this origin are not let in";
  private static final String NO_QUERY = "no query: send a token in the Authorization header";
  private static final String NO_BEARER = "Authorization must be one bearer token";

  private final Gatekeeper keeper;
  private final Set<String> origins;
  private final ForwardedFor forwarded;
  private final LogLimit logs; // by addresses, so that strangers fill this one only
  private final LogLimit silent;
  private final LogLimit failures;

  private Gate(Gatekeeper keeper, RelayAccess access, Ticker ticker) {
    this.keeper = keeper;
    this.origins =
        access.allowedOrigins().stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .filter(origin -> !origin.equals(NULL_ORIGIN)) // Any page can have it (RFC 6454, 7.3).
            .collect(Collectors.toSet());
    this.forwarded = new ForwardedFor(access.trustedProxies());
    this.logs = new LogLimit(LOG, ticker);
    this.silent = new LogLimit(LOG, ticker);
    this.failures = new LogLimit(LOG, ticker);
  }

  /**
   * Opens a gate.
   *
   * @throws io.github.wsocketrelay.WsrException if the token file cannot be read
   */
  public static Gate of(RelayAccess access, InstantSource clock, Ticker ticker) {
    return new Gate(Gatekeepers.of(access, clock, ticker), access, ticker);
  }

  /** Where the side is, behind trusted proxies. */
  public InetSocketAddress clientOf(Knock knock) {
    if (knock.peer().isUnresolved()) {
      return knock.peer(); // Nobody tells where the connection is from, so no proxy can be trusted.
    }
    List<String> told = knock.values(ForwardedFor.HEADER);
    if (!forwarded.isTrusted(knock.peer().getAddress())) {
      nameUntrusted(knock.peer().getAddress(), told, knock.values(ForwardedFor.UNREAD_HEADER));
    } else if (!ForwardedFor.isTold(told)) {
      silent.log(
          Level.WARNING,
          "silent",
          "the trusted proxy %s tells no address in X-Forwarded-For, so all who come through it count as one: let it send that header%s"
              .formatted(
                  knock.peer().getAddress().getHostAddress(),
                  knock.values(ForwardedFor.UNREAD_HEADER).isEmpty()
                      ? ""
                      : ", Forwarded is not read"));
    }
    return forwarded.clientOf(knock.peer(), told);
  }

  private void nameUntrusted(InetAddress peer, List<String> told, List<String> unread) {
    if (told.isEmpty() && unread.isEmpty()) {
      return;
    }
    String trust =
        "trust it: --trust-proxy %s, or trustedProxies(…)".formatted(peer.getHostAddress());
    logs.log(
        Level.WARNING,
        AddressGroup.of(peer).getHostAddress(),
        peer.getHostAddress()
            + (told.isEmpty()
                ? " sent Forwarded, which is not read; if it is your proxy, let it send X-Forwarded-For, and "
                : " sent X-Forwarded-For, which is not believed; if it is your proxy, ")
            + trust);
  }

  /**
   * Decides.
   *
   * @return completed at once or later, never exceptionally
   */
  public CompletionStage<Grant> decide(Knock knock, InetSocketAddress client) {
    if (!isOriginAllowed(knock)) {
      return refused(RejectReason.DENIED, NO_ORIGIN);
    } else if (knock.query() != null) {
      return refused(RejectReason.DENIED, NO_QUERY);
    }
    Optional<AccessToken> token;
    try {
      token = token(knock);
    } catch (IllegalArgumentException e) {
      return refused(RejectReason.UNAUTHORIZED, NO_BEARER);
    }
    return keeper
        .decide(new AccessRequest(knock.use(), knock.tag(), client, token, knock.certificates()))
        .exceptionally(this::notDecided);
  }

  /** A service that cannot tell now must not send its users' sides away for good. */
  private Grant notDecided(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String type = cause.getClass().getName(); // Its text may have the token in it.
    failures.log(
        Level.WARNING,
        type,
        "the authenticator failed (%s); sides are told to come again later".formatted(type));
    return Grant.refused(RejectReason.LIMIT_REACHED);
  }

  private static CompletionStage<Grant> refused(RejectReason reason, String mend) {
    return CompletableFuture.completedFuture(Grant.refused(reason, mend));
  }

  /** Sides have none (RFC 6454); a browser always has one, and its user may not know of it. */
  private boolean isOriginAllowed(Knock knock) {
    return knock.values("Origin").stream()
        .allMatch(origin -> origins.contains(origin.toLowerCase(Locale.ROOT)));
  }

  private static Optional<AccessToken> token(Knock knock) {
    List<String> values = knock.values("Authorization");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = values.get(0);
    if (values.size() > 1 || !value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new IllegalArgumentException("not one bearer token");
    }
    return Optional.of(AccessToken.of(value.substring(BEARER.length())));
  }

  /** Looks at what decisions are made by; called every few seconds. */
  public void look() {
    keeper.look();
  }
}
