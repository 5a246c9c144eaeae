package io.github.wsocketrelay.tyrus.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ServerId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden values were computed with Python's hmac, hashlib and struct. */
final class ProofsTest {
  private static final byte[] NONCE = bytes(0, 16);
  private static final byte[] ADMISSION_KEY = bytes(32, 32);
  private static final byte[] TUNNEL_KEY = bytes(64, 32);
  private static final byte[] TUNNEL = bytes(200, 16);
  private static final String HOST = "relay.example:8080";
  private static final String TAG = "abcdefghijklmnopqrstuvwxyz";
  private static final long EPOCH = 0x0102030405060708L;

  private final ExposerIdentity identity = ExposerIdentity.forId(ServerId.parse("my-server"));
  private final byte[] key = Proofs.rawKey(identity.publicKey());

  @Test
  void writesEveryFieldOfARegistrationBehindItsLength() {
    assertThat(hex(transcript()))
        .isEqualTo(
            "000f"
                + "7773722e7631207265676973746572" // "wsr.v1 register"
                + "0010"
                + "000102030405060708090a0b0c0d0e0f" // nonce
                + "0012"
                + "72656c61792e6578616d706c653a38303830" // host
                + "001a"
                + "6162636465666768696a6b6c6d6e6f707172737475767778797a" // tag
                + "0008"
                + "0102030405060708" // epoch
                + "0020" // SHA-256 of the admission key
                + "72dbb7336c76780023f83da4c355f2eeea85733b13d3477697917790c1229084");
  }

  @Test
  void provesTheAdmissionKeyToTheRelayWithAKnownValue() {
    assertThat(hex(Proofs.openProof(ADMISSION_KEY, NONCE, HOST, TAG, EPOCH, TUNNEL)))
        .isEqualTo("050bae2d98f82a365e4af199aa2023ee80ec6637e381526da4401264747d4e2b");
  }

  @Test
  void provesTheTunnelKeyToTheExposerWithAKnownValue() {
    assertThat(hex(Proofs.sideProof(TUNNEL_KEY, TUNNEL, EPOCH)))
        .isEqualTo("f0ef13182f8c5ce354375e0a79df87b1f6140318bb0bb8cbd8cbde004e36294b");
  }

  static Stream<Arguments> otherOpenProofs() {
    byte[] other = bytes(1, 16);
    return Stream.of(
        Arguments.of("key", Proofs.openProof(TUNNEL_KEY, NONCE, HOST, TAG, EPOCH, TUNNEL)),
        Arguments.of("nonce", Proofs.openProof(ADMISSION_KEY, other, HOST, TAG, EPOCH, TUNNEL)),
        Arguments.of("host", Proofs.openProof(ADMISSION_KEY, NONCE, "evil", TAG, EPOCH, TUNNEL)),
        Arguments.of("tag", Proofs.openProof(ADMISSION_KEY, NONCE, HOST, "b", EPOCH, TUNNEL)),
        Arguments.of("epoch", Proofs.openProof(ADMISSION_KEY, NONCE, HOST, TAG, 7, TUNNEL)),
        Arguments.of("tunnel", Proofs.openProof(ADMISSION_KEY, NONCE, HOST, TAG, EPOCH, other)));
  }

  @ParameterizedTest
  @MethodSource("otherOpenProofs")
  void provesSomethingElseWithAnother(String field, byte[] proof) {
    byte[] right = Proofs.openProof(ADMISSION_KEY, NONCE, HOST, TAG, EPOCH, TUNNEL);

    assertThat(Proofs.same(right, proof)).as(field).isFalse();
  }

  @Test
  void provesSomethingElseToTheExposerWithAnotherKeyTunnelOrEpoch() {
    byte[] right = Proofs.sideProof(TUNNEL_KEY, TUNNEL, EPOCH);

    assertThat(Proofs.same(right, Proofs.sideProof(ADMISSION_KEY, TUNNEL, EPOCH))).isFalse();
    assertThat(Proofs.same(right, Proofs.sideProof(TUNNEL_KEY, NONCE, EPOCH))).isFalse();
    assertThat(Proofs.same(right, Proofs.sideProof(TUNNEL_KEY, TUNNEL, EPOCH + 1))).isFalse();
  }

  @Test
  void takesProofsForTheSameByTheirContent() {
    assertThat(Proofs.same(NONCE, NONCE.clone())).isTrue();
    assertThat(Proofs.same(NONCE, bytes(0, 15))).isFalse();
    assertThat(Proofs.same(NONCE, new byte[0])).isFalse();
  }

  @Test
  void verifiesWhatAnExposerSigned() {
    assertThat(key).hasSize(32);
    assertThat(Proofs.verify(key, transcript(), identity.sign(transcript()))).isTrue();
  }

  /** RFC 8032, section 7.1, test 2: independent of this runtime's signing. */
  @Test
  void verifiesTheExampleOfTheRfc() {
    byte[] rfcKey =
        HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    assertThat(Proofs.verify(rfcKey, new byte[] {0x72}, signature)).isTrue();
    assertThat(Proofs.verify(rfcKey, new byte[] {0x73}, signature)).isFalse();
  }

  static Stream<Arguments> otherTranscripts() {
    return Stream.of(
        Arguments.of(
            "nonce", Proofs.registerTranscript(bytes(1, 16), HOST, TAG, EPOCH, ADMISSION_KEY)),
        Arguments.of(
            "host", Proofs.registerTranscript(NONCE, "evil.example", TAG, EPOCH, ADMISSION_KEY)),
        Arguments.of("tag", Proofs.registerTranscript(NONCE, HOST, "b", EPOCH, ADMISSION_KEY)),
        Arguments.of(
            "epoch", Proofs.registerTranscript(NONCE, HOST, TAG, EPOCH + 1, ADMISSION_KEY)),
        Arguments.of(
            "admission key", Proofs.registerTranscript(NONCE, HOST, TAG, EPOCH, TUNNEL_KEY)),
        Arguments.of(
            "border between host and tag",
            Proofs.registerTranscript(NONCE, HOST + "a", TAG.substring(1), EPOCH, ADMISSION_KEY)));
  }

  @ParameterizedTest
  @MethodSource("otherTranscripts")
  void refusesASignatureForAnother(String field, byte[] other) {
    assertThat(Proofs.verify(key, other, identity.sign(transcript()))).as(field).isFalse();
  }

  @Test
  void refusesASignatureThatDiffersInAnyByte() {
    byte[] signature = identity.sign(transcript());
    for (int i = 0; i < signature.length; i++) {
      byte[] tampered = signature.clone();
      tampered[i] ^= 1;
      assertThat(Proofs.verify(key, transcript(), tampered)).as("byte %d", i).isFalse();
    }
  }

  @Test
  void refusesTheSignatureOfAnotherKey() {
    ExposerIdentity other = ExposerIdentity.forId(identity.serverId());

    assertThat(Proofs.verify(key, transcript(), other.sign(transcript()))).isFalse();
  }

  @Test
  void refusesKeysAndSignaturesOfAnyOtherLengthWithoutThrowing() {
    byte[] signature = identity.sign(transcript());
    for (int length : new int[] {0, 1, 31, 33, 64, 1_000}) {
      assertThat(Proofs.verify(new byte[length], transcript(), signature))
          .as("key of %d bytes", length)
          .isFalse();
    }
    for (int length : new int[] {0, 1, 63, 65, 1_000}) {
      assertThat(Proofs.verify(key, transcript(), new byte[length]))
          .as("signature of %d bytes", length)
          .isFalse();
    }
  }

  @Test
  void refusesKeysThatAreNoPointOfTheCurveWithoutThrowing() {
    byte[] signature = identity.sign(transcript());
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);

    assertThat(Proofs.verify(ones, transcript(), signature)).isFalse();
    for (int first = 0; first < 16; first++) {
      byte[] small = new byte[32];
      small[0] = (byte) first;
      assertThat(Proofs.verify(small, transcript(), signature)).as("key %d", first).isFalse();
    }
  }

  private static byte[] transcript() {
    return Proofs.registerTranscript(NONCE, HOST, TAG, EPOCH, ADMISSION_KEY);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(int first, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
