package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.RelayLimit;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What one line of a token file grants.
 *
 * @param hash the token's SHA-256, 64 hexadecimal digits in lower case
 * @param name what people call its owner; empty for nothing
 * @param uses what it may be used for
 * @param expires when it ends; {@link Instant#MAX} for never
 * @param links most links at the same time; 0 for any number
 * @param limits what holds for its links in place of the relay's own limits
 */
record TokenEntry(
    String hash,
    String name,
    Set<Use> uses,
    Instant expires,
    int links,
    Map<RelayLimit, Long> limits) {

  /** Shows whose it is, and not the hash. */
  @Override
  public String toString() {
    return "token of '" + name + "' for " + uses;
  }
}
