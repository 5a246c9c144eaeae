package io.github.wsocketrelay.tyrus.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NumberTableTest {
  private final NumberTable<String> table = new NumberTable<>();

  @Test
  void hasNothingAtFirst() {
    assertThat(table.get(0)).isNull();
    assertThat(table.get(0xffff)).isNull();
    assertThat(table.values()).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void givesWhatWasPutUnderANumber() {
    assertThat(table.put(3, "three")).isNull();

    assertThat(table.get(3)).isEqualTo("three");
    assertThat(table.get(2)).isNull();
    assertThat(table.get(4)).isNull();
  }

  @Test
  void givesTheOneThatWasReplacedAndCountsOnce() {
    table.put(3, "three");

    assertThat(table.put(3, "drei")).isEqualTo("three");
    assertThat(table.get(3)).isEqualTo("drei");
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void keepsAllWhileItGrowsToTheHighestNumber() {
    for (int number : new int[] {0, 15, 16, 1_000, 0xffff}) {
      table.put(number, "n" + number);
    }

    assertThat(table.values()).containsExactly("n0", "n15", "n16", "n1000", "n65535");
    assertThat(table.get(0xffff)).isEqualTo("n65535");
    assertThat(table.size()).isEqualTo(5);
  }

  @Test
  void holdsEveryNumberOf16Bits() {
    for (int number = 0; number <= 0xffff; number++) {
      table.put(number, "thing");
    }

    assertThat(table.size()).isEqualTo(0x10000);
    assertThat(table.values()).hasSize(0x10000);
  }

  @Test
  void takesOutTheVeryThingThatItHas() {
    table.put(3, "three");

    assertThat(table.remove(3, "three")).isTrue();
    assertThat(table.get(3)).isNull();
    assertThat(table.size()).isZero();
    assertThat(table.remove(3, "three")).isFalse();
    assertThat(table.size()).isZero();
  }

  @Test
  void leavesAnotherThingThatHasTheNumberByNow() {
    String old = new StringBuilder("same text").toString();
    String successor = new StringBuilder("same text").toString();
    table.put(3, old);
    table.put(3, successor);

    assertThat(table.remove(3, old)).isFalse();
    assertThat(table.get(3)).isSameAs(successor);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void removesNothingBeyondWhatItHasGrownTo() {
    assertThat(table.remove(0xffff, "thing")).isFalse();
  }

  @Test
  void givesValuesThatDoNotChangeLater() {
    table.put(1, "one");
    var before = table.values();
    table.put(2, "two");

    assertThat(before).containsExactly("one");
  }
}
