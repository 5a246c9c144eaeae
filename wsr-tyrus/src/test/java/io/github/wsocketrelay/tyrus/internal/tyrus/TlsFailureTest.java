package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.internal.tls.UntrustedException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFailureTest {
  private static final Certificate SHOWN = Certificate.of("dns:relay.test");

  private static String explained(CertificateException refused, X509Certificate... chain) {
    CertificateException cause =
        chain.length == 0 ? refused : new UntrustedException(chain, refused);
    SSLHandshakeException failure = new SSLHandshakeException("refused");
    failure.initCause(cause);
    return assertThat(TlsFailure.explain("wss://relay.test:443", failure))
        .isInstanceOf(RelayUntrustedException.class)
        .actual()
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No name matching other.test found",
        "No subject alternative names present",
        "No subject alternative DNS name matching other.test found.",
        "No subject alternative names matching IP address 127.0.0.1 found"
      })
  void saysThatItIsForAnotherName(String said) {
    assertThat(explained(new CertificateException(said), SHOWN.certificate()))
        .contains("is for another name, it has relay.test");
    assertThat(explained(new CertificateException(said))).contains("is for another name: dial");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Extended key usage does not permit use for TLS server authentication",
        "TLS Server certificate issued after 2024-11-11 and anchored by a distrusted legacy root CA",
        "not to my taste"
      })
  void doesNotBlameTheNameForAnythingElse(String said) {
    assertThat(explained(new CertificateException(said), SHOWN.certificate()))
        .contains("is refused (" + said + "): its operator has to get another")
        .doesNotContain("another name");
  }

  @Test
  void saysThatNothingWasSaid() {
    assertThat(explained(new CertificateException(), SHOWN.certificate()).toLowerCase(Locale.ROOT))
        .contains("is refused (");
  }
}
