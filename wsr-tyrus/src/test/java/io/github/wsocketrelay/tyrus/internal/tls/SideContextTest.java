package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
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

  @Test
  void isTheContextThatWasGiven() throws Exception {
    SSLContext given = SSLContext.getInstance("TLS");

    assertThat(SideContext.of(SideTls.context(given))).isSameAs(given);
  }

  @Test
  void trustsTheRuntimesAuthoritiesWhereNothingIsGiven() {
    assertThat(SideContext.of(SideTls.DEFAULT).createSSLEngine()).isNotNull();
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

    assertThatThrownBy(() -> SideContext.of(SideTls.DEFAULT.trusting(file)))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysWhichFileIsMissing() {
    Path file = directory.resolve("none.p12");

    assertThatThrownBy(
            () -> SideContext.of(SideTls.DEFAULT.certificate(file, "s3cret".toCharArray())))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("NoSuchFileException")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void saysThatAKeystoreIsNoneOrItsPasswordWrong() throws Exception {
    Path file = file("own.p12", "no keystore");

    assertThatThrownBy(
            () -> SideContext.of(SideTls.DEFAULT.certificate(file, "s3cret".toCharArray())))
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

    assertThatThrownBy(() -> SideContext.of(SideTls.DEFAULT.certificate(chain, key)))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(chain.toString());
  }
}
