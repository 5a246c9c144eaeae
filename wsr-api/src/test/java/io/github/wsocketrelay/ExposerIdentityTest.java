package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExposerIdentityTest {
  private static final ServerId ID = ServerId.parse("my-server");
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  /** A wall clock a thousand years ahead of any that this test sees. */
  private static final long FAR_EPOCH = Long.MAX_VALUE - 10;

  @Test
  void signsWhatItsPublicKeyVerifies() throws GeneralSecurityException {
    ExposerIdentity identity = ExposerIdentity.forId(ID);

    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(identity.publicKey());
    verifier.update(MESSAGE);

    assertThat(verifier.verify(identity.sign(MESSAGE))).isTrue();
  }

  @Test
  void generatesADifferentIdAndKeyEveryTime() {
    ExposerIdentity one = ExposerIdentity.generate();
    ExposerIdentity other = ExposerIdentity.generate();

    assertThat(one.serverId().isRandom()).isTrue();
    assertThat(one.serverId()).isNotEqualTo(other.serverId());
    assertThat(one.publicKey()).isNotEqualTo(other.publicKey());
  }

  @Test
  void keepsTheGivenIdAndKeyPair() {
    KeyPair keyPair = ExposerIdentity.newKeyPair();
    ExposerIdentity identity = ExposerIdentity.of(ID, keyPair);

    assertThat(identity.serverId()).isEqualTo(ID);
    assertThat(identity.publicKey()).isEqualTo(keyPair.getPublic());
  }

  @Test
  void refusesAKeyPairOfAnotherAlgorithm() throws GeneralSecurityException {
    KeyPair keyPair = KeyPairGenerator.getInstance("EC").generateKeyPair();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExposerIdentity.of(ID, keyPair))
        .withMessageContainingAll("must be Ed25519", "not EC");
  }

  @Test
  void countsEpochsUpwardsFromTheWallClock() {
    ExposerIdentity identity = ExposerIdentity.forId(ID);
    long atLeast = System.currentTimeMillis() << 20;
    long before = 0;
    for (int i = 0; i < 100; i++) {
      long epoch = identity.nextEpoch();
      assertThat(epoch).isGreaterThan(before).isGreaterThanOrEqualTo(atLeast);
      before = epoch;
    }
  }

  @Test
  void countsOnFromAnEpochAheadOfTheClockAndGivesEachToItsKeeper() {
    List<Long> kept = new ArrayList<>();
    ExposerIdentity identity =
        new ExposerIdentity(ID, ExposerIdentity.newKeyPair(), FAR_EPOCH, kept::add);

    assertThat(identity.nextEpoch()).isEqualTo(FAR_EPOCH + 1);
    assertThat(identity.nextEpoch()).isEqualTo(FAR_EPOCH + 2);
    assertThat(kept).containsExactly(FAR_EPOCH + 1, FAR_EPOCH + 2);
  }

  @Test
  void countsOnFromAnEpochThatWasUsedWithoutIt() {
    List<Long> kept = new ArrayList<>();
    ExposerIdentity identity =
        new ExposerIdentity(ID, ExposerIdentity.newKeyPair(), FAR_EPOCH, kept::add);

    identity.raiseEpoch(FAR_EPOCH + 5);
    identity.raiseEpoch(FAR_EPOCH + 3);
    identity.raiseEpoch(FAR_EPOCH + 5);

    assertThat(kept).containsExactly(FAR_EPOCH + 5);
    assertThat(identity.nextEpoch()).isEqualTo(FAR_EPOCH + 6);
  }

  @Test
  void showsNeitherIdNorKey() {
    assertThat(ExposerIdentity.forId(ID)).hasToString("exposer #eawmfg");
  }
}
