package io.github.wsocketrelay;

import io.github.wsocketrelay.spi.ServerKeys;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an exposer registers and a connector asks for. Whoever has it can reach the UDP server, so
 * treat it like a password: {@link #text()} is the ID, {@link #toString()} shows only {@code #} and
 * six characters from which it cannot be found.
 *
 * <p>A {@linkplain #random() random} ID is six common English words with 60 random bits and a
 * checksum. A chosen one has 3 to 64 characters of {@code [a-z0-9-]}, not in six parts; it can be
 * guessed. Immutable; equal when the texts are.
 */
public final class ServerId {
  private static final Pattern CHOSEN = Pattern.compile("[a-z0-9-]{3,64}");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Pd}_.,;:/|+]+");
  private static final int FEWEST_WORDS_MEANT = 4;

  private final String text;
  private final boolean random;
  private final Object deriving = new Object();
  private volatile @Nullable ServerKeys keys;

  private ServerId(String text, boolean random) {
    this.text = text;
    this.random = random;
  }

  /**
   * Makes a new ID of six words.
   *
   * @return an ID that nobody has had before, as far as chance allows
   */
  public static ServerId random() {
    return new ServerId(WordCode.random(), true);
  }

  /**
   * Reads an ID as people write it: upper or lower case, with any separators, and with words
   * shortened to four letters or more.
   *
   * @param text the ID
   * @return the ID in its normal form
   * @throws IllegalArgumentException if it is none; the message names the part that is wrong and,
   *     for a word, the nearest that is right
   */
  public static ServerId parse(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> parts =
        Stream.of(SEPARATORS.split(plain)).filter(part -> !part.isEmpty()).toList();
    String joined = String.join("-", parts);
    if (!CHOSEN.matcher(joined).matches()) {
      throw new IllegalArgumentException(
          "a server ID has 3 to 64 letters a-z, digits and hyphens; this one "
              + (joined.length() < 3 || joined.length() > 64
                  ? "has " + joined.length()
                  : "has others among them")
              + ": compare it with what the exposer printed");
    }
    if (parts.size() == WordCode.WORDS) {
      return new ServerId(WordCode.normalise(parts), true);
    }
    if (parts.size() >= FEWEST_WORDS_MEANT
        && parts.stream().allMatch(part -> WordList.indexOf(part) >= 0)) {
      throw new IllegalArgumentException(
          "a generated server ID has six words, this one has %d: compare it with what the exposer printed"
              .formatted(parts.size()));
    }
    return new ServerId(joined, false);
  }

  /**
   * The ID itself, in its normal form: for the person who hands it on, never for logs.
   *
   * @return lower-case letters, digits and hyphens
   */
  public String text() {
    return text;
  }

  /**
   * Whether this is an ID of six random words, as opposed to a chosen one that can be guessed.
   *
   * @return true for six words
   */
  public boolean isRandom() {
    return random;
  }

  /**
   * The keys that are derived from this ID, for providers: secrets. The first call takes 0.1 to 0.5
   * s, one that comes meanwhile waits for it, later ones return the same.
   *
   * @return the keys
   */
  public ServerKeys keys() {
    ServerKeys known = keys;
    if (known == null) {
      synchronized (deriving) {
        known = keys;
        if (known == null) {
          known = ServerKeys.derive(text);
          keys = known;
        }
      }
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerId that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** {@code #} and the first six characters of the tag: what logs, errors and threads may show. */
  @Override
  public String toString() {
    return keys().toString();
  }
}
