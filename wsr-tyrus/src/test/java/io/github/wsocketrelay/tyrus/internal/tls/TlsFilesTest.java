package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
  private static final Certificate ONE = Certificate.of("dns:one.test");
  private static final Certificate TWO = Certificate.of("dns:two.test");
  private static final char[] PASSWORD = "s3cret".toCharArray();

  @TempDir Path directory;

  private static void assertUnusable(Path file, String why, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3cret");
  }

  private static Key own(KeyStore store) throws Exception {
    return store.getKey(TlsFiles.OWN, PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC secp384r1", "Ed25519"})
  void readsAChainAndItsKey(String kind) throws Exception {
    String[] words = kind.split(" ");
    Certificate certificate =
        Certificate.ofKey(words[0], Arrays.copyOfRange(words, 1, words.length));

    KeyStore store =
        TlsFiles.pem(
            certificate.chainFile(directory, "chain.pem"),
            certificate.keyFile(directory, "key.pem"),
            PASSWORD);

    assertThat(own(store)).isEqualTo(certificate.key());
    assertThat(store.getCertificateChain(TlsFiles.OWN)).containsExactly(certificate.certificate());
  }

  @Test
  void readsAChainAmongOtherThingsAndInItsOrder() throws Exception {
    String text =
        "Certificate:\n    Data: 0 - -----\n"
            + Files.readString(ONE.chainFile(directory, "one.pem"))
            + "0 s:CN=two\n"
            + Files.readString(TWO.keyFile(directory, "key.pem"))
            + Files.readString(TWO.chainFile(directory, "two.pem"));
    Path file = Files.writeString(directory.resolve("all.pem"), text.replaceAll("\r?\n", "\r\n"));

    assertThat(TlsFiles.certificates(file)).containsExactly(ONE.certificate(), TWO.certificate());
  }

  @Test
  void readsACertificateInBinaryForm() throws Exception {
    Path file = Files.write(directory.resolve("one.der"), ONE.certificate().getEncoded());

    assertThat(TlsFiles.certificates(file)).containsExactly(ONE.certificate());
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() {
    Path chain = ONE.chainFile(directory, "chain.pem");
    Path key = TWO.keyFile(directory, "key.pem");

    assertUnusable(key, "not that of the first", () -> TlsFiles.pem(chain, key, PASSWORD));
  }

  @Test
  void saysThatAFileIsEmptyOrADirectory() throws Exception {
    Path key = ONE.keyFile(directory, "key.pem");
    Path chain = ONE.chainFile(directory, "chain.pem");
    Path empty = Files.createFile(directory.resolve("empty.pem"));

    assertUnusable(empty, "no certificate", () -> TlsFiles.pem(empty, key, PASSWORD));
    assertUnusable(empty, "no private key", () -> TlsFiles.pem(chain, empty, PASSWORD));
    assertUnusable(empty, "PKCS#12", () -> TlsFiles.pkcs12(empty, PASSWORD));
    assertUnusable(directory, "cannot be read", () -> TlsFiles.pem(directory, key, PASSWORD));
    assertUnusable(directory, "cannot be read", () -> TlsFiles.pem(chain, directory, PASSWORD));
    assertUnusable(directory, "cannot be read", () -> TlsFiles.pkcs12(directory, PASSWORD));
  }

  @Test
  void refusesACertificateThatIsCutOff() throws Exception {
    String whole = Files.readString(ONE.chainFile(directory, "chain.pem"));
    Path cut = Files.writeString(directory.resolve("cut.pem"), whole.substring(0, 300));
    Path hollow =
        Files.writeString(
            directory.resolve("hollow.pem"),
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");

    assertUnusable(cut, "no certificate", () -> TlsFiles.certificates(cut));
    assertUnusable(hollow, "no certificates that can be read", () -> TlsFiles.certificates(hollow));
  }

  private Path keystore(char[] keyPassword, List<String> aliases, List<Certificate> of)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("a-stranger", TWO.certificate());
    for (int i = 0; i < aliases.size(); i++) {
      java.security.cert.Certificate[] chain = {of.get(i).certificate()};
      store.setKeyEntry(aliases.get(i), of.get(i).key(), keyPassword, chain);
    }
    Path file = directory.resolve("keys.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  @Test
  void takesTheFirstOfSeveralKeysInOrderOfTheirAliases() throws Exception {
    Path file = keystore(PASSWORD, List.of("zebra", "bear"), List.of(ONE, TWO));

    assertThat(own(TlsFiles.pkcs12(file, PASSWORD))).isEqualTo(TWO.key());
  }

  @Test
  void saysWhatAKeystoreLacks() throws Exception {
    Path file = keystore(PASSWORD, List.of(), List.of());

    assertUnusable(file, "no private key", () -> TlsFiles.pkcs12(file, PASSWORD));
  }

  @Test
  void saysThatAPasswordIsWrong() throws Exception {
    Path file = keystore(PASSWORD, List.of("one"), List.of(ONE));

    assertUnusable(
        file, "the password is wrong", () -> TlsFiles.pkcs12(file, "guess".toCharArray()));
    Path other = keystore("other".toCharArray(), List.of("one"), List.of(ONE));
    assertUnusable(other, "another password", () -> TlsFiles.pkcs12(other, PASSWORD));
  }
}
