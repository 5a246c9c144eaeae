package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  @Test
  void readsAPortAsOneOfThisMachine() {
    assertThat(Target.parseList("7777")).containsExactly(new Target("127.0.0.1", 7777));
    assertThat(Target.ofPort(7777)).isEqualTo(new Target("127.0.0.1", 7777));
  }

  @Test
  void readsARangeInItsOrder() {
    assertThat(Target.parseList("27015-27017"))
        .extracting(Target::port)
        .containsExactly(27_015, 27_016, 27_017);
    assertThat(Target.parseList("5-5")).containsExactly(Target.ofPort(5));
  }

  @Test
  void readsAListWithHostsAndIpv6Addresses() {
    assertThat(Target.parseList("7777, game.lan:1-2,[::1]:3 , [fe80::1%eth0]:4"))
        .containsExactly(
            Target.ofPort(7777),
            new Target("game.lan", 1),
            new Target("game.lan", 2),
            new Target("::1", 3),
            new Target("fe80::1%eth0", 4));
  }

  @Test
  void takes64TargetsAndNoMore() {
    assertThat(Target.parseList("1-64")).hasSize(Target.MAX_TARGETS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parseList("1-65"))
        .withMessageContainingAll("more than 64", "'1-65'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parseList("1-64,host:99"))
        .withMessageContaining("'host:99'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "host", "host:", ":7", "1-", "-1", "1-2-3", "::1:7", "[::1]", "123456"})
  void namesThePartThatItCannotRead(String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parseList("7777," + part))
        .withMessageContaining("'" + part + "' is no UDP target");
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parseList("1,9-8"))
        .withMessageContainingAll("'9-8'", "ends before it begins");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void refusesAPortOutOfRange(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target("host", port))
        .withMessageContainingAll("between 1 and 65535", "not " + port);
  }

  @Test
  void takesTheLowestAndTheHighestPort() {
    assertThat(Target.parseList("1,65535")).extracting(Target::port).containsExactly(1, 65_535);
  }

  @Test
  void refusesAnEmptyHost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(" ", 7))
        .withMessageContaining("host is empty");
  }

  @Test
  void writesWhatItReads() {
    assertThat(Target.ofPort(7)).hasToString("127.0.0.1:7");
    assertThat(new Target("::1", 7)).hasToString("[::1]:7");
    assertThat(Target.parseList(new Target("::1", 7).toString()))
        .containsExactly(new Target("::1", 7));
  }
}
