package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A token file in real time. Not part of the build, since a relay looks at it every 10 s only. */
@ExtendWith(Leaks.class)
@Tag("alone")
class TokenRemovalSoak {
  @TempDir Path directory;

  @Test
  void aTokenThatIsRemovedLosesItsLinksWithinAMinute() throws Exception {
    AccessToken token = AccessToken.generate();
    Path file = Files.writeString(directory.resolve("tokens"), token.sha256() + " name=ada\n");
    CompletableFuture<ExposerListener.Closed> closed = new CompletableFuture<>();
    try (Roles roles = new Roles()) {
      RelayServer relay =
          roles.keep(RelayServer.builder().bind("127.0.0.1").port(0).tokens(file).start());
      roles.exposer(
          relay,
          builder ->
              builder
                  .target(9)
                  .accessToken(token)
                  .listener(
                      new ExposerListener() {
                        @Override
                        public void onClosed(Closed event) {
                          closed.complete(event);
                        }
                      }));

      Files.writeString(file, "# Ada has left.\n");

      ExposerListener.Closed end = closed.get(60, TimeUnit.SECONDS);
      assertThat(end.reason()).isEqualTo(CloseReason.REJECTED);
      assertThat(relay.links()).isZero();
    }
  }
}
