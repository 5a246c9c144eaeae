package io.github.wsocketrelay.examples;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which name somebody meant who wrote another one. */
final class NearestName {
  private NearestName() {}

  /** The name that takes the fewest changes of a letter, if those are few enough for a slip. */
  static Optional<String> of(String written, Collection<String> names) {
    int most = Math.max(2, written.length() / 3);
    return names.stream()
        .filter(name -> distance(written, name) <= most)
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /** {@code "; did you mean 'such'?"}, or nothing where no name is near. */
  static String hint(String written, Collection<String> names) {
    return of(written, names).map("; did you mean '%s'?"::formatted).orElse("");
  }

  /** Levenshtein's: letters put in, left out or replaced. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
