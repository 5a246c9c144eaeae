package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDirectoryTest {
  private static final Path HOME = Path.of("/home/ann");
  private static final Path ELSEWHERE = Path.of("elsewhere").toAbsolutePath();

  @Test
  void isBelowTheHomeOnLinux() {
    assertThat(UserDirectory.STATE.find("Linux", Map.of(), HOME))
        .isEqualTo(HOME.resolve(".local/state/wsocketrelay"));
  }

  /** Java has "?" for who is in no list of users, as in a container. */
  @Test
  void isBelowTheHomeThatTheEnvironmentHas() {
    assertThat(UserDirectory.STATE.find("Linux", Map.of("HOME", HOME.toString()), Path.of("?")))
        .isEqualTo(HOME.resolve(".local/state/wsocketrelay"));
  }

  @Test
  void isBelowXdgStateHomeWhereThatIsSet() {
    assertThat(find("Linux", "XDG_STATE_HOME", ELSEWHERE.toString()))
        .isEqualTo(ELSEWHERE.resolve("wsocketrelay"));
    assertThat(find("FreeBSD", "XDG_STATE_HOME", ELSEWHERE.toString()))
        .isEqualTo(ELSEWHERE.resolve("wsocketrelay"));
  }

  @Test
  void ignoresARelativeXdgStateHome() {
    assertThat(find("Linux", "XDG_STATE_HOME", "state"))
        .isEqualTo(HOME.resolve(".local/state/wsocketrelay"));
    assertThat(find("Linux", "XDG_STATE_HOME", ""))
        .isEqualTo(HOME.resolve(".local/state/wsocketrelay"));
  }

  @Test
  void isInTheLibraryOnMacOs() {
    assertThat(find("Mac OS X", "XDG_STATE_HOME", ELSEWHERE.toString()))
        .isEqualTo(HOME.resolve("Library/Application Support/wsocketrelay"));
  }

  @Test
  void isInTheLocalApplicationDataOnWindows() {
    assertThat(find("Windows 11", "LOCALAPPDATA", ELSEWHERE.toString()))
        .isEqualTo(ELSEWHERE.resolve("wsocketrelay"));
    assertThat(UserDirectory.STATE.find("Windows 11", Map.of(), HOME))
        .isEqualTo(HOME.resolve("AppData/Local/wsocketrelay"));
  }

  @Test
  void hasAnotherPlaceForWhatPeopleWrite() {
    UserDirectory configuration = UserDirectory.CONFIGURATION;
    assertThat(configuration.find("Linux", Map.of(), HOME))
        .isEqualTo(HOME.resolve(".config/wsocketrelay"));
    assertThat(configuration.find("Windows 11", Map.of("APPDATA", ELSEWHERE.toString()), HOME))
        .isEqualTo(ELSEWHERE.resolve("wsocketrelay"));
    assertThat(configuration.usually("Linux")).isEqualTo("~/.config/wsocketrelay");
    assertThat(configuration.usually("Windows 11")).isEqualTo("%APPDATA%\\wsocketrelay");
  }

  private static Path find(String system, String variable, String value) {
    return UserDirectory.STATE.find(system, Map.of(variable, value), HOME);
  }
}
