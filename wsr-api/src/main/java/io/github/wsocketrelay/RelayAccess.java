package io.github.wsocketrelay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may come to a relay. Without tokens and authenticator, all may. Immutable.
 *
 * @param tokenFile the file of the tokens that let somebody in
 * @param authenticator decides in place of a file
 * @param allowedOrigins web pages whose scripts may come, by their origin (RFC 6454)
 * @param trustedProxies where a proxy is that tells the truth in {@code X-Forwarded-For}
 */
public record RelayAccess(
    Optional<Path> tokenFile,
    Optional<Authenticator> authenticator,
    Set<String> allowedOrigins,
    List<AddressRange> trustedProxies) {
  /**
   * Copies what is given.
   *
   * @param tokenFile the file of the tokens that let somebody in
   * @param authenticator decides in place of a file
   * @param allowedOrigins web pages whose scripts may come, by their origin (RFC 6454)
   * @param trustedProxies where a proxy is that tells the truth in {@code X-Forwarded-For}
   */
  public RelayAccess {
    allowedOrigins = Set.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * Whether everybody may come.
   *
   * @return true without tokens and authenticator
   */
  public boolean isOpen() {
    return tokenFile.isEmpty() && authenticator.isEmpty();
  }
}
