package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String TOKEN = AccessToken.generate().text();

  @TempDir Path folder;

  @Test
  void takesTheTokenFromAFilesFirstLine() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "\n  " + TOKEN + " \r\nand a note\n");
    assertThat(secrets(Map.of("WSR_TOKEN", "another-token-than-that")).token(file, false))
        .contains(AccessToken.of(TOKEN));
  }

  @Test
  void takesTheTokenFromTheEnvironment() {
    assertThat(secrets(Map.of("WSR_TOKEN", TOKEN)).token(null, false))
        .contains(AccessToken.of(TOKEN));
  }

  @Test
  void takesTheTokenFromAPromptWhenAsked() {
    Secrets secrets = new Secrets(Map.of(), question -> TOKEN.toCharArray());
    assertThat(secrets.token(null, true)).contains(AccessToken.of(TOKEN));
  }

  @Test
  void hasNoTokenWhereNoneIsGiven() {
    assertThat(secrets(Map.of("WSR_TOKEN", " ")).token(null, false)).isEmpty();
  }

  @Test
  void namesAFileThatCannotBeRead() {
    Path file = folder.resolve("missing");
    assertThatThrownBy(() -> secrets(Map.of()).token(file, false))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesWhereAWrongTokenIsWithoutShowingIt() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "a token of my own");
    assertThatThrownBy(() -> secrets(Map.of()).token(file, false))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("my own");
    assertThatThrownBy(() -> secrets(Map.of("WSR_TOKEN", "short")).token(null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the environment variable WSR_TOKEN: ")
        .hasMessageNotContaining("short");
  }

  @Test
  void saysWhatElseThereIsWhereNobodyCanBeAsked() {
    assertThatThrownBy(() -> secrets(Map.of()).token(null, true))
        .hasMessage("cannot ask for the access token without a terminal: use --token-file");
    assertThatThrownBy(() -> secrets(Map.of()).keystorePassword())
        .hasMessageContaining("WSR_KEYSTORE_PASSWORD");
  }

  @Test
  void takesTheKeystoresPasswordFromTheEnvironment() {
    assertThat(secrets(Map.of("WSR_KEYSTORE_PASSWORD", "pass word")).keystorePassword())
        .isEqualTo("pass word".toCharArray());
  }

  private static Secrets secrets(Map<String, String> environment) {
    return new Secrets(environment, question -> null);
  }
}
