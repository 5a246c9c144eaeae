package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
  private static final Certificate ONE = Certificate.of("dns:one.test");
  private static final Certificate TWO = Certificate.of("dns:two.test");
  private static final Certificate LEAF =
      Certificate.root("root").intermediate("intermediate").issue("dns:leaf.test");
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
  void readsAChainThatLeadsToItsAuthority() throws Exception {
    List<X509Certificate> chain = LEAF.chain().subList(0, 2);

    KeyStore store =
        TlsFiles.pem(
            Certificate.write(directory, "chain.pem", chain),
            LEAF.keyFile(directory, "key.pem"),
            PASSWORD);

    assertThat(store.getCertificateChain(TlsFiles.OWN)).containsExactlyElementsOf(chain);
  }

  @Test
  void saysWhatIsWrongWithTheOrderOfAChain() {
    Path key = LEAF.keyFile(directory, "key.pem");
    X509Certificate leaf = LEAF.chain().get(0);
    X509Certificate intermediate = LEAF.chain().get(1);
    X509Certificate root = LEAF.chain().get(2);

    Path swapped = Certificate.write(directory, "swapped.pem", List.of(intermediate, leaf));
    assertUnusable(
        swapped, "of the key is not the first", () -> TlsFiles.pem(swapped, key, PASSWORD));
    for (List<X509Certificate> wrong :
        List.of(
            List.of(leaf, root, intermediate),
            List.of(leaf, root),
            List.of(leaf, leaf),
            List.of(leaf, ONE.certificate()))) {
      Path file = Certificate.write(directory, "wrong.pem", wrong);
      assertUnusable(file, "certificate number 2", () -> TlsFiles.pem(file, key, PASSWORD));
    }
    Path twice = Certificate.write(directory, "twice.pem", List.of(leaf, intermediate, root, root));
    assertUnusable(twice, "certificate number 4", () -> TlsFiles.pem(twice, key, PASSWORD));
  }

  @Test
  void takesTheFirstOfSeveralKeysInPemForm() throws Exception {
    Path chain = ONE.chainFile(directory, "chain.pem");
    String one = Files.readString(ONE.keyFile(directory, "one.pem"));
    String two = Files.readString(TWO.keyFile(directory, "two.pem"));
    Path right = Files.writeString(directory.resolve("right.pem"), one + two);
    Path wrong = Files.writeString(directory.resolve("wrong.pem"), two + one);

    assertThat(own(TlsFiles.pem(chain, right, PASSWORD))).isEqualTo(ONE.key());
    assertUnusable(wrong, "not that of the first", () -> TlsFiles.pem(chain, wrong, PASSWORD));
  }

  @Test
  void refusesAFileWithoutEnd() throws Exception {
    Path large = Files.write(directory.resolve("large.pem"), new byte[(1 << 20) + 1]);

    assertUnusable(large, "more than", () -> TlsFiles.certificates(large));
  }

  @Test
  void saysThatAFileSystemIsClosed() throws Exception {
    Path closed;
    try (FileSystem zip =
        FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"))) {
      closed = zip.getPath("chain.pem");
    }

    assertUnusable(closed, "ClosedFileSystem", () -> TlsFiles.certificates(closed));
  }

  @Test
  void saysThatAFileIsEmptyOrADirectory() throws Exception {
    Path key = ONE.keyFile(directory, "key.pem");
    Path chain = ONE.chainFile(directory, "chain.pem");
    Path empty = Files.createFile(directory.resolve("empty.pem"));

    assertUnusable(empty, "no certificate", () -> TlsFiles.pem(empty, key, PASSWORD));
    assertUnusable(empty, "no private key", () -> TlsFiles.pem(chain, empty, PASSWORD));
    assertUnusable(empty, "PKCS#12", () -> TlsFiles.pkcs12(empty, PASSWORD));
    assertUnusable(
        directory, "it is a folder; give a file", () -> TlsFiles.pem(directory, key, PASSWORD));
    assertUnusable(
        directory, "it is a folder; give a file", () -> TlsFiles.pem(chain, directory, PASSWORD));
    assertUnusable(
        directory, "it is a folder; give a file", () -> TlsFiles.pkcs12(directory, PASSWORD));
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

  /** As openssl makes one with -nocerts. */
  private static void addKeyAlone(KeyStore store, String alias) throws Exception {
    String algorithm = "PBEWithSHA1AndDESede";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD)));
    byte[] encrypted = cipher.doFinal(ONE.key().getEncoded());
    byte[] encoded = new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded();
    store.setKeyEntry(alias, encoded, null);
  }

  @Test
  void passesOverAKeyWithoutCertificate() throws Exception {
    Path file = directory.resolve("alone.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    addKeyAlone(store, "alone");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    assertUnusable(
        file, "no private key with a certificate", () -> TlsFiles.pkcs12(file, PASSWORD));

    store.setKeyEntry(
        "second", TWO.key(), PASSWORD, new java.security.cert.Certificate[] {TWO.certificate()});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    assertThat(own(TlsFiles.pkcs12(file, PASSWORD))).isEqualTo(TWO.key());
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
