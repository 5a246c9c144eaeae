package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class RelayTlsTest {
  private static final Path CHAIN = Path.of("chain.pem");
  private static final Path KEY = Path.of("key.pem");
  private static final Path AUTHORITIES = Path.of("sides.pem");

  @Test
  void hasPemFiles() {
    RelayTls tls = RelayTls.pem(CHAIN, KEY);

    assertThat(tls.chain()).contains(CHAIN);
    assertThat(tls.key()).contains(KEY);
    assertThat(tls.keystore()).isEmpty();
    assertThat(tls.context()).isEmpty();
    assertThat(tls.clientAuthorities()).isEmpty();
  }

  @Test
  void asksForCertificatesAndKeepsTheRest() {
    char[] password = "s3cret".toCharArray();
    RelayTls tls = RelayTls.pkcs12(KEY, password).requiringClientsOf(AUTHORITIES);

    assertThat(tls.clientAuthorities()).contains(AUTHORITIES);
    assertThat(tls.keystore()).contains(KEY);
    assertThat(tls.password()).containsExactly(password);
  }

  @Test
  void copiesThePasswordAndDoesNotShowIt() {
    char[] password = "s3cret".toCharArray();
    RelayTls tls = RelayTls.pkcs12(KEY, password);
    password[0] = 'x';
    tls.password()[1] = 'x';

    assertThat(tls.password()).containsExactly("s3cret".toCharArray());
    assertThat(tls.toString()).contains("key.pem").doesNotContain("s3cret");
  }

  @Test
  void leavesTheTrustOfAContextToIt() throws Exception {
    SSLContext context = SSLContext.getDefault();
    RelayTls tls = RelayTls.context(context);

    assertThat(tls.context()).contains(context);
    assertThatThrownBy(() -> tls.requiringClientsOf(AUTHORITIES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trust managers of its own")
        .hasMessageContaining("requiringClients()");
  }

  @Test
  void asksForCertificatesThatAContextTrusts() throws Exception {
    SSLContext context = SSLContext.getDefault();
    RelayTls tls = RelayTls.context(context).requiringClients();

    assertThat(tls.context()).contains(context);
    assertThat(tls.clientsRequired()).isTrue();
    assertThat(tls.clientAuthorities()).isEmpty();
    assertThat(RelayTls.context(context).clientsRequired()).isFalse();
    assertThat(RelayTls.pem(CHAIN, KEY).requiringClientsOf(AUTHORITIES).clientsRequired()).isTrue();
  }

  @Test
  void asksWhoseCertificatesAreTrustedWithoutAContext() {
    RelayTls tls = RelayTls.pem(CHAIN, KEY);

    assertThatThrownBy(tls::requiringClients)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("requiringClientsOf");
  }
}
