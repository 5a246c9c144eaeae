package io.github.wsocketrelay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** The 2,048 words of generated server IDs, sorted, and told apart by their first four letters. */
final class WordList {
  static final int BITS_PER_WORD = 11;
  private static final int SIZE = 1 << BITS_PER_WORD;
  private static final int ENOUGH_LETTERS = 4;
  private static final List<String> WORDS = load();

  private WordList() {}

  static List<String> words() {
    return WORDS;
  }

  static String word(int index) {
    return WORDS.get(index);
  }

  /** The index of the word, given whole or by at least its first four letters; -1 for none. */
  static int indexOf(String text) {
    int found = Collections.binarySearch(WORDS, text);
    if (found >= 0) {
      return found;
    }
    int next = -found - 1;
    boolean begins =
        text.length() >= ENOUGH_LETTERS && next < SIZE && WORDS.get(next).startsWith(text);
    return begins ? next : -1;
  }

  /** The word that takes the fewest changed letters to reach. */
  static String nearest(String text) {
    String best = WORDS.get(0);
    int bestDistance = Integer.MAX_VALUE;
    for (String word : WORDS) {
      int distance = distance(text, word);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = word;
      }
    }
    return best;
  }

  /** Levenshtein's distance, one row at a time. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private static List<String> load() {
    try (InputStream in = WordList.class.getResourceAsStream("words.txt")) {
      if (in == null) {
        throw new IllegalStateException("words.txt is missing from the wsr-api jar");
      }
      List<String> words =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)).lines().toList();
      if (words.size() != SIZE) {
        throw new IllegalStateException("words.txt has " + words.size() + " words, not " + SIZE);
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
