package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets come from that must not be on a command line, which all of a machine's users can
 * read: a file, the environment, or what a person types.
 */
final class Secrets {
  /** The environment variable of the access token. */
  static final String TOKEN_VARIABLE = "WSR_TOKEN";

  /** The environment variable of a keystore's password. */
  static final String PASSWORD_VARIABLE = "WSR_KEYSTORE_PASSWORD";

  /** Asks a person; null where there is none. */
  @FunctionalInterface
  interface Prompt {
    /** Reads a line without showing it. */
    char @Nullable [] ask(String question);
  }

  private final Map<String, String> environment;
  private final Prompt prompt;

  Secrets(Map<String, String> environment, Prompt prompt) {
    this.environment = environment;
    this.prompt = prompt;
  }

  /** Those of this process. */
  static Secrets ofProcess() {
    return new Secrets(
        System.getenv(),
        question ->
            Terminal.hasConsole()
                ? Objects.requireNonNull(System.console()).readPassword("%s: ", question)
                : null);
  }

  /** The access token of the first line of a file, else of a prompt, else of the environment. */
  Optional<AccessToken> token(@Nullable Path file, boolean ask) {
    if (file != null) {
      return Optional.of(tokenOf(file));
    } else if (ask) {
      return Optional.of(AccessToken.of(new String(asked("access token", "--token-file"))));
    }
    return Optional.ofNullable(environment.get(TOKEN_VARIABLE))
        .filter(text -> !text.isBlank())
        .map(text -> named("the environment variable " + TOKEN_VARIABLE, text));
  }

  private static AccessToken tokenOf(Path file) {
    try {
      String text =
          Files.readString(file).lines().filter(line -> !line.isBlank()).findFirst().orElse("");
      return AccessToken.of(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableFileException(
          file, "the first line of %s is no access token: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw UnusableFileException.unreadable(file, e);
    }
  }

  private static AccessToken named(String where, String text) {
    try {
      return AccessToken.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  /** The password of a keystore, of the environment or else of a prompt. */
  char[] keystorePassword() {
    String given = environment.get(PASSWORD_VARIABLE);
    return given != null
        ? given.toCharArray()
        : asked("password of the keystore", PASSWORD_VARIABLE + " in the environment");
  }

  private char[] asked(String question, String other) {
    char[] answer = prompt.ask(question);
    if (answer == null) {
      throw new IllegalArgumentException(
          "cannot ask for the %s without a terminal: use %s".formatted(question, other));
    }
    return answer;
  }
}
