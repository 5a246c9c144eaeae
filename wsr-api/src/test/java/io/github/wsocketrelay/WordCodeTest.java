package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordCodeTest {
  private static final long SEED = 20_240_611;
  private static final long HIGHEST = (1L << 60) - 1;

  /** Computed with Python: value << 6 | first 6 bits of SHA-256(value), 11 bits a word. */
  @ParameterizedTest
  @CsvSource({
    "0x0, able-able-able-able-able-already",
    "0x1, able-able-able-able-able-balcony",
    "0x123456789abcdef, bedroom-plastic-pelican-delta-soup-light",
    "0xfffffffffffffff, zoom-zoom-zoom-zoom-zoom-wisdom"
  })
  void writesAValueAsSixKnownWords(String value, String words) {
    assertThat(WordCode.encode(Long.decode(value))).isEqualTo(words);
  }

  @Test
  void readsBackWhatItWrote() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      String text = WordCode.encode(random.nextLong() & HIGHEST);
      assertThat(WordCode.normalise(parts(text))).isEqualTo(text);
    }
  }

  @Test
  void readsWordsCutToFourLetters() {
    assertThat(WordCode.normalise(parts("bedr-plas-peli-delt-soup-ligh")))
        .isEqualTo("bedroom-plastic-pelican-delta-soup-light");
  }

  @Test
  void writesDifferentRandomValues() {
    assertThat(WordCode.random()).isNotEqualTo(WordCode.random());
  }

  /** A checksum of 6 bits lets through 1 of 64: of 2,000 about 31. */
  @Test
  void noticesAWrongWordNearlyAlways() {
    Random random = new Random(SEED);
    int unnoticed = 0;
    for (int i = 0; i < 2_000; i++) {
      List<String> parts = parts(WordCode.encode(random.nextLong() & HIGHEST));
      int at = random.nextInt(WordCode.WORDS);
      int other = (WordList.indexOf(parts.get(at)) + 1 + random.nextInt(2_047)) % 2_048;
      parts.set(at, WordList.word(other));
      unnoticed += isAccepted(parts) ? 1 : 0;
    }
    assertThat(unnoticed).as("seed %d", SEED).isBetween(1, 80);
  }

  @Test
  void noticesTwoSwappedWordsNearlyAlways() {
    Random random = new Random(SEED);
    int unnoticed = 0;
    for (int i = 0; i < 2_000; i++) {
      List<String> parts = parts(WordCode.encode(random.nextLong() & HIGHEST));
      Collections.swap(parts, i % 5, i % 5 + 1);
      unnoticed += isAccepted(parts) ? 1 : 0;
    }
    assertThat(unnoticed).as("seed %d", SEED).isBetween(1, 80);
  }

  @Test
  void saysOfSwappedWordsThatTheOrderMayBeWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordCode.normalise(parts("plastic-bedroom-pelican-delta-soup-light")))
        .withMessageContaining("out of order")
        .withMessageNotContaining("pelican");
  }

  private static boolean isAccepted(List<String> parts) {
    try {
      WordCode.normalise(parts);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> parts(String text) {
    return new ArrayList<>(Arrays.asList(text.split("-")));
  }
}
