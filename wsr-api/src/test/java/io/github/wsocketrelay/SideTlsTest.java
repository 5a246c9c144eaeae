package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class SideTlsTest {
  private static final CertificatePin PIN = CertificatePin.parse("ab".repeat(32));

  @Test
  void leavesTheOneItIsMadeFromAsItIs() {
    SideTls tls = SideTls.DEFAULT.trusting(Path.of("ca.pem")).pinned(PIN);

    assertThat(tls.authorities()).contains(Path.of("ca.pem"));
    assertThat(tls.pin()).contains(PIN);
    assertThat(SideTls.DEFAULT.authorities()).isEmpty();
    assertThat(SideTls.DEFAULT.pin()).isEmpty();
  }

  @Test
  void hasOneCertificateOnly() {
    SideTls keystore =
        SideTls.DEFAULT
            .certificate(Path.of("a.pem"), Path.of("a.key"))
            .certificate(Path.of("b.p12"), "s3cret".toCharArray());

    assertThat(keystore.chain()).isEmpty();
    assertThat(keystore.key()).isEmpty();
    assertThat(keystore.keystore()).contains(Path.of("b.p12"));
    assertThat(keystore.toString()).doesNotContain("s3cret");
    assertThat(keystore.certificate(Path.of("a.pem"), Path.of("a.key")).keystore()).isEmpty();
  }

  @Test
  void copiesThePassword() {
    char[] password = "s3cret".toCharArray();
    SideTls tls = SideTls.DEFAULT.certificate(Path.of("b.p12"), password);
    password[0] = 'x';
    tls.password()[1] = 'y';

    assertThat(tls.password()).containsExactly('s', '3', 'c', 'r', 'e', 't');
  }

  @Test
  void mixesAContextWithAPinOnly() throws NoSuchAlgorithmException {
    SSLContext context = SSLContext.getDefault();
    SideTls tls = SideTls.context(context).pinned(PIN);

    assertThat(tls.context()).contains(context);
    assertThat(tls.pin()).contains(PIN);
    assertThatIllegalStateException().isThrownBy(() -> tls.trusting(Path.of("ca.pem")));
    assertThatIllegalStateException()
        .isThrownBy(() -> tls.certificate(Path.of("a.pem"), Path.of("a.key")));
  }
}
