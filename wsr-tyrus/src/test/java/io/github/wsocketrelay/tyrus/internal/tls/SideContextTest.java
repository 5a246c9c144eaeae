package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideContextTest {
  @TempDir Path directory;

  private Path file(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content);
  }

  private static SSLContext context(SideTls tls) {
    return SideContext.of(tls, InstantSource.system());
  }

  @Test
  void isTheContextThatWasGiven() throws Exception {
    SSLContext given = SSLContext.getInstance("TLS");

    assertThat(context(SideTls.context(given))).isSameAs(given);
  }

  @Test
  void trustsTheRuntimesAuthoritiesWhereNothingIsGiven() {
    assertThat(context(SideTls.DEFAULT).createSSLEngine()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void saysWhichFileHoldsNoAuthorities(String content) throws Exception {
    Path file = file("ca.pem", content);

    assertThatThrownBy(() -> context(SideTls.DEFAULT.trusting(file)))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysWhichFileIsMissing() {
    Path file = directory.resolve("none.p12");

    assertThatThrownBy(() -> context(SideTls.DEFAULT.certificate(file, "s3cret".toCharArray())))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(": it is not there; check its name and folder")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void saysThatAKeystoreIsNoneOrItsPasswordWrong() throws Exception {
    Path file = file("own.p12", "no keystore");

    assertThatThrownBy(() -> context(SideTls.DEFAULT.certificate(file, "s3cret".toCharArray())))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the password is wrong");
  }

  @Test
  void saysThatAKeyHasNoCertificate() throws Exception {
    Path chain = file("chain.pem", "");
    Path key =
        file(
            "key.pem",
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(
                        KeyPairGenerator.getInstance("EC")
                            .generateKeyPair()
                            .getPrivate()
                            .getEncoded())
                + "\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(() -> context(SideTls.DEFAULT.certificate(chain, key)))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(chain.toString());
  }

  @Test
  void saysThatTheDatesOfAnOwnCertificateAreWrong() {
    Certificate own = Certificate.of("dns:side.test");
    Path file = own.chainFile(directory, "own.pem");
    Instant end = own.certificate().getNotAfter().toInstant();
    Instant begin = own.certificate().getNotBefore().toInstant();

    assertThat(complaint(file, own, end.plusSeconds(1)))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("this side's certificate in " + file + " has expired on " + end));
    assertThat(complaint(file, own, begin.minusSeconds(1)))
        .hasValueSatisfying(line -> assertThat(line).contains("not valid before " + begin));
    assertThat(complaint(file, own, begin.plusSeconds(1))).isEmpty();
  }

  private static Optional<String> complaint(Path file, Certificate own, Instant now) {
    return OwnCertificate.complaint("this side's", "relays", file, own.certificate(), now);
  }
}
