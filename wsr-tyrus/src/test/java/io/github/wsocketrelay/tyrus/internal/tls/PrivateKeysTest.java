package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  private static final KeyPair RSA = generate("RSA", null);
  private static final KeyPair P_256 = generate("EC", "secp256r1");

  private static KeyPair generate(String kind, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String form, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(form, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (content.size() >= 0x80) {
      value.write(0x81);
    }
    value.write(content.size());
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  /** What is in the OCTET STRING of PKCS#8 (RFC 5208): the key in its older form. */
  private static byte[] inside(PrivateKey rsa) {
    ByteBuffer der = ByteBuffer.wrap(rsa.getEncoded());
    der.position(4 + 3); // SEQUENCE with a length of two bytes, version
    der.position(der.position() + 2 + der.get(der.position() + 1)); // algorithm
    assertThat(der.getShort()).isEqualTo((short) 0x0482); // OCTET STRING, the same
    byte[] key = new byte[der.getShort()];
    der.get(key);
    assertThat(der.hasRemaining()).isFalse();
    return key;
  }

  /** ECPrivateKey of RFC 5915: version 1, the number, and its curve by name. */
  private static byte[] sec1(PrivateKey key, int bytes, String curve) {
    byte[] number = ((ECPrivateKey) key).getS().toByteArray();
    byte[] padded = new byte[bytes];
    int length = Math.min(bytes, number.length);
    System.arraycopy(number, number.length - length, padded, bytes - length, length);
    return tagged(
        0x30,
        new byte[] {2, 1, 1},
        tagged(0x04, padded),
        tagged(0xa0, HexFormat.of().parseHex(curve)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void readsPkcs8(String kind) {
    PrivateKey key = generate(kind, null).getPrivate();

    assertThat(PrivateKeys.parse(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
  }

  @Test
  void readsTheOlderFormOfRsa() {
    String text = pem("RSA PRIVATE KEY", inside(RSA.getPrivate()));

    assertThat(PrivateKeys.parse(text)).isEqualTo(RSA.getPrivate());
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, 32, 06082a8648ce3d030107",
    "secp384r1, 48, 06052b81040022",
    "secp521r1, 66, 06052b81040023"
  })
  void readsTheOlderFormOfEllipticCurves(String curve, int bytes, String identifier) {
    KeyPair pair = generate("EC", curve);
    String text = pem("EC PRIVATE KEY", sec1(pair.getPrivate(), bytes, identifier));

    PrivateKey read = PrivateKeys.parse(text);

    assertThat(((ECPrivateKey) read).getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
    assertThat(PrivateKeys.belongTogether(read, pair.getPublic())).isTrue();
  }

  @Test
  void readsAKeyAmongOtherThings() {
    String text =
        "Bag Attributes\r\n    friendlyName: one-two\r\n"
            + pem("EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107"))
            + pem("PRIVATE KEY", P_256.getPrivate().getEncoded())
            + "and more\n";

    assertThat(PrivateKeys.parse(text.replace("\n", "\r\n"))).isEqualTo(P_256.getPrivate());
  }

  @Test
  void saysHowToDecryptAKey() {
    assertThatThrownBy(() -> PrivateKeys.parse(pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0})))
        .hasMessageContaining("encrypted")
        .hasMessageContaining("openssl pkey");
    assertThatThrownBy(
            () ->
                PrivateKeys.parse(
                    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                        + "DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"))
        .hasMessageContaining("encrypted");
  }

  @Test
  void saysThatAnOlderFormDoesNotTellItsCurve() {
    byte[] der = tagged(0x30, new byte[] {2, 1, 1}, tagged(0x04, new byte[32]));

    assertThatThrownBy(() -> PrivateKeys.parse(pem("EC PRIVATE KEY", der)))
        .hasMessageContaining("does not tell its curve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n"
      })
  void saysThatThereIsNoKey(String text) {
    assertThatThrownBy(() -> PrivateKeys.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no private key");
  }

  /** Every text is read, or refused with the one exception that callers know. */
  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void refusesBrokenKeysWithoutBreaking(String form) {
    byte[] whole =
        switch (form) {
          case "PRIVATE KEY" -> P_256.getPrivate().getEncoded();
          case "RSA PRIVATE KEY" -> inside(RSA.getPrivate());
          default -> sec1(P_256.getPrivate(), 32, "06082a8648ce3d030107");
        };
    Random random = new Random(5);
    for (int length = 0; length < Math.min(whole.length, 200); length++) {
      readOrRefuse(pem(form, Arrays.copyOf(whole, length)));
      byte[] changed = whole.clone();
      changed[random.nextInt(40)] = (byte) random.nextInt();
      readOrRefuse(pem(form, changed));
    }
    readOrRefuse("-----BEGIN " + form + "-----\nA\n-----END " + form + "-----\n");
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(PrivateKeys.parse(text)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("its key");
    }
  }

  @Test
  void tellsWhetherKeysBelongTogether() {
    KeyPair other = generate("EC", "secp384r1");
    KeyPair edwards = generate("Ed25519", null);

    assertThat(PrivateKeys.belongTogether(RSA.getPrivate(), RSA.getPublic())).isTrue();
    assertThat(PrivateKeys.belongTogether(edwards.getPrivate(), edwards.getPublic())).isTrue();
    assertThat(PrivateKeys.belongTogether(P_256.getPrivate(), other.getPublic())).isFalse();
    assertThat(PrivateKeys.belongTogether(P_256.getPrivate(), RSA.getPublic())).isFalse();
  }
}
