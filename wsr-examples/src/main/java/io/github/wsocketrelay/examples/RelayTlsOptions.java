package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayTls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** With what certificate a relay does TLS. */
@Command(optionListHeading = "%nTLS:%n")
final class RelayTlsOptions {
  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description =
          "Do TLS with the certificate chain in this PEM file. It is read again when it changes.")
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
      names = "--client-ca",
      paramLabel = "FILE",
      description =
          "Let in only those that show a certificate of the authorities in this PEM file.")
  private @Nullable Path clientAuthorities;

  private final Secrets secrets;

  RelayTlsOptions(Secrets secrets) {
    this.secrets = secrets;
  }

  RelayTlsOptions() {
    this(Secrets.ofProcess());
  }

  boolean isOn() {
    return certificate != null || keystore != null;
  }

  Optional<RelayTls> tls() {
    Optional<RelayTls> tls = keys();
    if (clientAuthorities == null) {
      return tls;
    }
    Path authorities = clientAuthorities;
    return Optional.of(
        tls.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--client-ca needs TLS: give --cert and --key, or --keystore"))
            .requiringClientsOf(authorities));
  }

  private Optional<RelayTls> keys() {
    if (keystore != null) {
      if (certificate != null || key != null) {
        throw new IllegalArgumentException(
            "--keystore has certificate and key in it: leave --cert and --key out");
      }
      return Optional.of(RelayTls.pkcs12(keystore, secrets.keystorePassword()));
    }
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException(
          "--cert and --key belong together: give the other one too");
    }
    return Optional.of(RelayTls.pem(certificate, key));
  }
}
