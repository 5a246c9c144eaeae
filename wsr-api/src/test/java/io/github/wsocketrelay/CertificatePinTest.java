package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePinTest {
  private static final String BASE64 = "sha256/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String HEX =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  @Test
  void isReadFromBase64AndFromDigitsWithAndWithoutColons() {
    CertificatePin pin = CertificatePin.parse(BASE64);

    assertThat(CertificatePin.parse(HEX)).isEqualTo(pin).hasSameHashCodeAs(pin);
    assertThat(CertificatePin.parse(HEX.replaceAll("(..)(?=.)", "$1:"))).isEqualTo(pin);
    assertThat(CertificatePin.parse(" " + HEX.toUpperCase(java.util.Locale.ROOT) + "\n"))
        .isEqualTo(pin);
    assertThat(pin).hasToString(BASE64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256/", "sha256/AAEC", "0001", "sha1/AAECAwQ=", "zz"})
  void saysHowToWriteIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificatePin.parse(text))
        .withMessageContaining("sha256/ and base64, or 64 hexadecimal digits");
  }
}
