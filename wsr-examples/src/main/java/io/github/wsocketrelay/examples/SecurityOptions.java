package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.SideTls;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How exposer and connector alike prove themselves to a relay, and reach it through a proxy. */
@Command(optionListHeading = "%nTLS, access token and proxy:%n")
public final class SecurityOptions {
  private static final String NO_PROXY = "none";
  private static final Set<String> PROXY_VARIABLES =
      Set.of("http_proxy", "https_proxy", "all_proxy");

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Trust the certificates in this PEM file, in place of the usual authorities, at wss"
              + " addresses.")
  private @Nullable Path authorities;

  @Option(
      names = "--pin",
      paramLabel = "SHA256",
      description =
          "The relay's public key must have this digest: sha256/ and base64, or hexadecimal.")
  private @Nullable CertificatePin pin;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Show this certificate, a PEM file, to a relay that asks for one.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The private key of --cert, a PEM file.")
  private @Nullable Path key;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "Certificate and key in one PKCS#12 file, in place of --cert and --key. Its password is"
              + " asked for, or taken from WSR_KEYSTORE_PASSWORD.")
  @Excludes({"cert", "key"})
  private @Nullable Path keystore;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The relay's access token, in the first line of this file. Default: what WSR_TOKEN has in"
              + " the environment.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ask-token",
      negatable = true,
      fallbackValue = "true",
      description = "Ask for the relay's access token.")
  @Excludes("token-file")
  private boolean askToken;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "Go through this HTTP proxy, http://[user:password@]host:port, or through none. Default:"
              + " what http_proxy, https_proxy, all_proxy and no_proxy have in the environment.")
  private @Nullable ProxyChoice proxy;

  private final Secrets secrets;
  private final Map<String, String> environment;

  SecurityOptions(Secrets secrets, Map<String, String> environment) {
    this.secrets = secrets;
    this.environment = environment;
  }

  /** With the secrets and the environment of this process. */
  public SecurityOptions() {
    this(Secrets.ofProcess(), System.getenv());
  }

  /** Reads files, and may ask a person. */
  public LinkSecurity read() {
    if (askToken && tokenFile != null) {
      throw new IllegalArgumentException(
          "--ask-token clashes with --token-file: leave one of them out");
    }
    return new LinkSecurity(tls(), proxies(), secrets.token(tokenFile, askToken));
  }

  private SideTls tls() {
    SideTls tls = authorities == null ? SideTls.DEFAULT : SideTls.DEFAULT.trusting(authorities);
    if (pin != null) {
      tls = tls.pinned(pin);
    }
    return withCertificate(tls);
  }

  private SideTls withCertificate(SideTls tls) {
    if (keystore != null) {
      if (certificate != null || key != null) {
        throw new IllegalArgumentException(
            "--keystore has certificate and key in it: leave --cert and --key out");
      }
      return tls.certificate(keystore, secrets.keystorePassword());
    }
    if (certificate == null && key == null) {
      return tls;
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException(
          "--cert and --key belong together: give the other one too");
    }
    return tls.certificate(certificate, key);
  }

  /** What {@code --proxy} means. */
  static ProxyChoice proxyChoice(String text) {
    return text.equals(NO_PROXY) ? ProxyChoice.none() : ProxyChoice.always(HttpProxy.parse(text));
  }

  private ProxyChoice proxies() {
    if (proxy != null) {
      return proxy;
    }
    boolean isSet =
        environment.entrySet().stream()
            .anyMatch(
                entry ->
                    PROXY_VARIABLES.contains(entry.getKey().toLowerCase(Locale.ROOT))
                        && !entry.getValue().isBlank());
    return isSet ? ProxyChoice.environment(environment) : ProxyChoice.system();
  }
}
