package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityFileTest {
  private static final ServerId CHOSEN = ServerId.parse("my-server");

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void putTheFileInAFolderThatIsNotThere() {
    path = folder.resolve("new").resolve("exposer.id");
  }

  @Test
  void makesTheFileAndItsFolderWithARandomId() {
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.created()).isTrue();
      assertThat(file.identity().serverId().isRandom()).isTrue();
      assertThat(path).exists();
    }
  }

  @Test
  void keepsIdAndKeyOverReopening() {
    ServerId id;
    PublicKey key;
    try (IdentityFile file = IdentityFile.open(path)) {
      id = file.identity().serverId();
      key = file.identity().publicKey();
    }
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.created()).isFalse();
      assertThat(file.identity().serverId()).isEqualTo(id);
      assertThat(file.identity().publicKey()).isEqualTo(key);
    }
    try (IdentityFile file = IdentityFile.open(path, id)) {
      assertThat(file.created()).isFalse();
      assertThat(file.identity().publicKey()).isEqualTo(key);
    }
  }

  @Test
  void makesAndKeepsTheGivenId() {
    try (IdentityFile file = IdentityFile.open(path, CHOSEN)) {
      assertThat(file.created()).isTrue();
      assertThat(file.identity().serverId()).isEqualTo(CHOSEN);
    }
    assertThat(idIn(path)).isEqualTo(CHOSEN);
  }

  @Test
  void replacesAnotherIdByTheGivenOneWithANewKey() {
    PublicKey before;
    try (IdentityFile file = IdentityFile.open(path)) {
      before = file.identity().publicKey();
    }
    try (IdentityFile file = IdentityFile.open(path, CHOSEN)) {
      assertThat(file.created()).isTrue();
      assertThat(file.identity().serverId()).isEqualTo(CHOSEN);
      assertThat(file.identity().publicKey()).isNotEqualTo(before);
    }
    assertThat(idIn(path)).isEqualTo(CHOSEN);
  }

  @Test
  void renewsIdAndKey() {
    ServerId before;
    try (IdentityFile file = IdentityFile.open(path)) {
      before = file.identity().serverId();
    }
    ServerId renewed;
    try (IdentityFile file = IdentityFile.renew(path)) {
      assertThat(file.created()).isTrue();
      renewed = file.identity().serverId();
    }
    assertThat(renewed).isNotEqualTo(before);
    assertThat(idIn(path)).isEqualTo(renewed);
  }

  @Test
  void renewsADamagedFile() throws IOException {
    damage("nonsense");
    try (IdentityFile file = IdentityFile.renew(path)) {
      assertThat(file.created()).isTrue();
    }
  }

  @Test
  void letsOnlyItsOwnerReadTheFileEvenAfterItWasRewritten() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(mode()).isEqualTo("rw-------");
      file.identity().nextEpoch();
      assertThat(mode()).isEqualTo("rw-------");
    }
  }

  @Test
  void theLockFileIsForItsOwnerOnlyAlsoOneOfAnEarlierVersion() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    IdentityFile.open(path).close();
    assertThat(modeOf(lock)).isEqualTo("rw-------");
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
    IdentityFile.open(path).close();
    assertThat(modeOf(lock)).isEqualTo("rw-------");
  }

  @Test
  void refusesAFileInUseAndSaysWhatToDo() {
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.created()).isTrue();
      assertThatExceptionOfType(WsrException.class)
          .isThrownBy(() -> IdentityFile.open(path))
          .withMessageContainingAll("another exposer", path.toString(), "stop that one");
      assertThatExceptionOfType(WsrException.class).isThrownBy(() -> IdentityFile.renew(path));
    }
  }

  @Test
  void leavesAFileInUseAsItIsWhenRenewingIsRefused() {
    ServerId kept;
    try (IdentityFile file = IdentityFile.open(path)) {
      kept = file.identity().serverId();
      assertThatExceptionOfType(WsrException.class).isThrownBy(() -> IdentityFile.renew(path));
    }
    assertThat(idIn(path)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "serverId=my-server",
        "serverId=my-server\nprivateKey=AAAA\npublicKey=AAAA\nepoch=0",
        "serverId=my-server\nprivateKey=*\npublicKey=*\nepoch=0",
        "serverId=\\u00zz"
      })
  void namesADamagedFileAndSaysWhatToDo(String content) throws IOException {
    damage(content);

    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> IdentityFile.open(path))
        .withMessageContainingAll(path.toString(), "damaged", "delete it");
    assertThat(path).as("the damaged file").hasContent(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serverId", "privateKey", "publicKey", "epoch"})
  void refusesAFileWithoutOneOfItsLines(String name) throws IOException {
    IdentityFile.open(path).close();
    damage(
        String.join(
            "\n",
            Files.readAllLines(path).stream().filter(line -> !line.startsWith(name)).toList()));

    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> IdentityFile.open(path))
        .withMessageContaining("damaged")
        .havingCause()
        .withMessageContaining(name + " is missing");
  }

  @Test
  void letsADamagedFileBeOpenedOnceItIsMended() throws IOException {
    damage("nonsense");
    assertThatExceptionOfType(WsrException.class).isThrownBy(() -> IdentityFile.open(path));
    Files.delete(path);

    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.created()).isTrue();
    }
  }

  @Test
  void countsEpochsOnOverReopening() {
    long before;
    try (IdentityFile file = IdentityFile.open(path)) {
      before = file.identity().nextEpoch();
    }
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.identity().nextEpoch()).isGreaterThan(before);
    }
  }

  @Test
  void countsOnFromAStoredEpochThatLiesInTheFuture() throws IOException {
    long future = (System.currentTimeMillis() + 1_000_000_000L) << 20;
    IdentityFile.open(path).close();
    damage(Files.readString(path).replaceFirst("epoch=\\d+", "epoch=" + future));

    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.identity().nextEpoch()).isEqualTo(future + 1);
    }
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.identity().nextEpoch()).isEqualTo(future + 2);
    }
  }

  @Test
  void countsOnFromAnEpochThatWasUsedBeforeACrash() {
    long used = (System.currentTimeMillis() + 1_000_000_000L) << 20;
    try (IdentityFile file = IdentityFile.open(path)) {
      file.identity().raiseEpoch(used);
    }
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.identity().nextEpoch()).isEqualTo(used + 1);
    }
  }

  @Test
  void writesNothingOnceTheFileIsFreeForOthers() throws IOException {
    IdentityFile file = IdentityFile.open(path);
    file.close();
    Files.delete(path);
    file.identity().raiseEpoch(Long.MAX_VALUE);

    assertThat(path).doesNotExist();
  }

  @Test
  void leavesNothingButTheFileAndItsLock() throws IOException {
    try (IdentityFile file = IdentityFile.open(path)) {
      file.identity().nextEpoch();
    }
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("exposer.id", "exposer.id.lock");
    }
  }

  @Test
  void saysThatAFolderIsNeededWhereAFileStands() throws IOException {
    Path blocked = Files.createFile(folder.resolve("file")).resolve("exposer.id");

    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> IdentityFile.open(blocked))
        .withMessageContainingAll(blocked.toString(), "is a file, not a folder");
  }

  private void damage(String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private String mode() throws IOException {
    return modeOf(path);
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static ServerId idIn(Path path) {
    try (IdentityFile file = IdentityFile.open(path)) {
      assertThat(file.created()).isFalse();
      return file.identity().serverId();
    }
  }
}
