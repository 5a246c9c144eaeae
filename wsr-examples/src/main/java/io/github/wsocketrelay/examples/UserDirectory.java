package io.github.wsocketrelay.examples;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folders that the system has for what a user's programs keep. */
enum UserDirectory {
  /** What should outlive the programs. */
  STATE("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA", "AppData/Local"),
  /** What people write for the programs. */
  CONFIGURATION("XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming");

  private static final String NAME = "wsocketrelay";
  private static final String MAC = "Library/Application Support";

  private final String variable;
  private final String below;
  private final String windowsVariable;
  private final String windowsBelow;

  UserDirectory(String variable, String below, String windowsVariable, String windowsBelow) {
    this.variable = variable;
    this.below = below;
    this.windowsVariable = windowsVariable;
    this.windowsBelow = windowsBelow;
  }

  /** The one of the user who runs this process. */
  Path ofUser() {
    return find(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  Path find(String operatingSystem, Map<String, String> environment, Path home) {
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return or(environment.get(windowsVariable), home.resolve(windowsBelow)).resolve(NAME);
    }
    if (system.startsWith("mac")) {
      return home.resolve(MAC).resolve(NAME);
    }
    // Java does not ask HOME, and has "?" for who is in no list of users, as in a container.
    Path ofUser = or(environment.get("HOME"), home);
    return or(environment.get(variable), ofUser.resolve(below)).resolve(NAME);
  }

  /** Where it usually is, in a form that holds for every user. */
  String usually(String operatingSystem) {
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return "%" + windowsVariable + "%\\" + NAME;
    }
    return "~/" + (system.startsWith("mac") ? MAC : below) + "/" + NAME;
  }

  /** The XDG Base Directory Specification has relative paths ignored. */
  private static Path or(@Nullable String configured, Path otherwise) {
    return configured != null && Path.of(configured).isAbsolute() ? Path.of(configured) : otherwise;
  }
}
