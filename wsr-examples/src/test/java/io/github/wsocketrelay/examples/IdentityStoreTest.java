package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.IdentityFile;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {
  private static final ServerId CHOSEN = ServerId.parse("my-ut99-server");

  @TempDir Path directory;

  @Test
  void keepsTheRandomId() {
    IdentityStore store = store("relay.example:8080", "7777");
    assertThat(idOf(store::open)).isEqualTo(idOf(store::open));
  }

  @Test
  void hasAnIdForEachRelayAndListOfTargets() {
    Stream<ServerId> ids =
        Stream.of(
                store("relay.example:8080", "7777"),
                store("wss://relay.example:8080", "7777"),
                store("other.example:8080", "7777"),
                store("relay.example:8080", "7778"),
                store("relay.example:8080", "7777,7778"))
            .map(store -> idOf(store::open));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void takesOneAddressInTwoFormsForOne() {
    assertThat(idOf(store("http://RELAY.example/", "7777")::open))
        .isEqualTo(idOf(store("ws://relay.example", "127.0.0.1:7777")::open));
  }

  @Test
  void keepsTheKeyOfAChosenIdBesideTheRandomOne() {
    IdentityStore store = store("relay.example", "7777");
    ServerId random = idOf(store::open);
    PublicKey key = keyOf(() -> store.open(CHOSEN));
    assertThat(idOf(store::open)).isEqualTo(random);
    assertThat(keyOf(() -> store.open(CHOSEN))).isEqualTo(key);
  }

  @Test
  void makesANewIdOnRequest() {
    IdentityStore store = store("relay.example", "7777");
    ServerId first = idOf(store::open);
    ServerId second = idOf(store::renew);
    assertThat(second).isNotEqualTo(first);
    assertThat(idOf(store::open)).isEqualTo(second);
  }

  @Test
  void givesFilesReadableNamesWithoutTheId() throws IOException {
    store("wss://relay.example:8080/games", "[::1]:7777").open(CHOSEN).close();
    assertThat(fileNames())
        .anySatisfy(
            name ->
                assertThat(name)
                    .matches("relay\\.example-8080-games-1-7777-[0-9a-f]{12}\\.identity"))
        .allSatisfy(name -> assertThat(name).doesNotContain("ut99"));
  }

  @Test
  void keepsFileNamesShort() throws IOException {
    store("relay.example", "7700-7763").open().close();
    assertThat(fileNames()).isNotEmpty().allSatisfy(name -> assertThat(name).hasSizeLessThan(100));
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private IdentityStore store(String relay, String targets) {
    return new IdentityStore(directory, RelayAddress.parse(relay), Target.parseList(targets));
  }

  private static ServerId idOf(Supplier<IdentityFile> opening) {
    try (IdentityFile file = opening.get()) {
      return file.identity().serverId();
    }
  }

  private static PublicKey keyOf(Supplier<IdentityFile> opening) {
    try (IdentityFile file = opening.get()) {
      return file.identity().publicKey();
    }
  }
}
