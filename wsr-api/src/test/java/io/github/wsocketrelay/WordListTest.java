package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WordListTest {
  @Test
  void holds2048WordsOfThreeToEightLowerCaseLetters() {
    assertThat(WordList.words()).hasSize(2_048).allMatch(word -> word.matches("[a-z]{3,8}"));
  }

  @Test
  void isSortedWithoutRepeats() {
    assertThat(WordList.words()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tellsLongerWordsApartByTheirFirstFourLetters() {
    Set<String> beginnings = new HashSet<>();
    assertThat(WordList.words())
        .filteredOn(word -> word.length() >= 4)
        .allMatch(word -> beginnings.add(word.substring(0, 4)));
  }

  @Test
  void hasNoThreeLetterWordThatAnotherBeginsWith() {
    List<String> threes = WordList.words().stream().filter(word -> word.length() == 3).toList();

    assertThat(threes).isNotEmpty();
    assertThat(WordList.words())
        .filteredOn(word -> word.length() > 3)
        .noneMatch(word -> threes.contains(word.substring(0, 3)));
  }

  @Test
  void findsEveryWordAtItsOwnIndex() {
    for (int i = 0; i < WordList.words().size(); i++) {
      assertThat(WordList.indexOf(WordList.word(i))).isEqualTo(i);
    }
  }

  @Test
  void findsEveryWordByAnyBeginningOfFourLettersOrMore() {
    for (String word : WordList.words()) {
      for (int length = 4; length < word.length(); length++) {
        String beginning = word.substring(0, length);
        assertThat(WordList.indexOf(beginning))
            .as(beginning)
            .isEqualTo(WordList.words().indexOf(word));
      }
    }
  }

  @Test
  void findsNoWordByLessThanFourLettersOrByMoreThanTheWord() {
    assertThat(WordList.indexOf("")).isEqualTo(-1);
    assertThat(WordList.indexOf("zoo")).isEqualTo(-1);
    assertThat(WordList.indexOf("zooms")).isEqualTo(-1);
    assertThat(WordList.indexOf("zzzz")).isEqualTo(-1);
    assertThat(WordList.indexOf("aaaa")).isEqualTo(-1);
  }

  @Test
  void namesTheWordThatIsFewestLettersAway() {
    assertThat(WordList.nearest("zippr")).isEqualTo("zipper");
    assertThat(WordList.nearest("pelicann")).isEqualTo("pelican");
    assertThat(WordList.nearest("plestic")).isEqualTo("plastic");
    assertThat(WordList.nearest("zoom")).isEqualTo("zoom");
  }
}
