package io.github.wsocketrelay.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerKeysTest {
  private final ServerKeys keys = ServerKeys.derive("my-server");

  /** Computed with Python's hashlib.pbkdf2_hmac, hmac and base64.b32encode. */
  @ParameterizedTest
  @CsvSource({
    "my-server,"
        + "12d5fb46de4845842bc1c61b4665bf2f4322bf35b7e6fb1a0794512d2b435df3,"
        + "a854580f9107b7d5b9e68154688b85dcd1e59b31a6a105ed8c12243f92f99eba,"
        + "eawmfgjg25uojffccv6hlduo4q",
    "bedroom-plastic-pelican-delta-soup-light,"
        + "f3a9d2f3496cef1e1b744f8b2df13f5c284326604f6da8014f1ab7fd27750c22,"
        + "90c5ce7e197c103f60fd207839b255ebcc8ae3e27d1ab12c58a2082b7617e501,"
        + "r5rdtp4ayv5cncycq256awrzkq"
  })
  void derivesKnownKeysAndTag(String id, String admission, String tunnel, String tag) {
    ServerKeys derived = ServerKeys.derive(id);

    assertThat(HexFormat.of().formatHex(derived.admissionKey())).isEqualTo(admission);
    assertThat(HexFormat.of().formatHex(derived.tunnelKey())).isEqualTo(tunnel);
    assertThat(derived.tag()).isEqualTo(tag);
  }

  @Test
  void findsTheTagFromTheAdmissionKeyAlone() {
    assertThat(ServerKeys.tagOf(keys.admissionKey())).isEqualTo(keys.tag());
  }

  @Test
  void staysTheSameWhenItsKeysAreOverwritten() {
    byte[] admission = keys.admissionKey();
    byte[] tunnel = keys.tunnelKey();
    keys.admissionKey()[0] ^= 1;
    keys.tunnelKey()[0] ^= 1;

    assertThat(keys.admissionKey()).isEqualTo(admission);
    assertThat(keys.tunnelKey()).isEqualTo(tunnel);
  }

  @Test
  void showsTheBeginningOfTheTagOnly() {
    assertThat(keys).hasToString("#eawmfg");
  }
}
