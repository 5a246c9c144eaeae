package io.github.wsocketrelay.examples;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the folder in which a user's programs keep what should outlive them. */
final class StateDirectory {
  private static final String NAME = "wsocketrelay";

  private StateDirectory() {}

  static Path ofUser() {
    return find(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path find(String operatingSystem, Map<String, String> environment, Path home) {
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return or(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local")).resolve(NAME);
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library/Application Support").resolve(NAME);
    }
    return or(environment.get("XDG_STATE_HOME"), home.resolve(".local/state")).resolve(NAME);
  }

  /** The XDG Base Directory Specification has relative paths ignored. */
  private static Path or(@Nullable String configured, Path otherwise) {
    return configured != null && Path.of(configured).isAbsolute() ? Path.of(configured) : otherwise;
  }
}
