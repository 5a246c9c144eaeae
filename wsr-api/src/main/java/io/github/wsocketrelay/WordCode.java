package io.github.wsocketrelay;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.StringJoiner;

/**
 * Six words for 66 bits: 60 random ones, then the first 6 of SHA-256 over them (as a big-endian
 * 64-bit number), so that most mistakes are told as such before anything is dialled.
 */
final class WordCode {
  static final int WORDS = 6;

  private static final int RANDOM_BITS = 60;
  private static final int CHECK_BITS = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private WordCode() {}

  static String random() {
    return encode(RANDOM.nextLong() >>> (Long.SIZE - RANDOM_BITS));
  }

  static String encode(long value) {
    StringJoiner text = new StringJoiner("-");
    int check = check(value);
    for (int i = 0; i < WORDS - 1; i++) {
      text.add(WordList.word((int) (value >>> (49 - 11 * i)) & 0x7ff));
    }
    return text.add(WordList.word((int) (value & 0x1f) << CHECK_BITS | check)).toString();
  }

  /** The whole words for parts that may be shortened; explains what is wrong with them. */
  static String normalise(List<String> parts) {
    long value = 0;
    int last = 0;
    for (int i = 0; i < WORDS; i++) {
      last = WordList.indexOf(parts.get(i));
      if (last < 0) {
        throw new IllegalArgumentException(
            "word %d of the server ID, '%s', is not on the list; did you mean '%s'? (a chosen ID must not have six parts)"
                .formatted(i + 1, parts.get(i), WordList.nearest(parts.get(i))));
      }
      value = i < WORDS - 1 ? value << WordList.BITS_PER_WORD | last : value << 5 | last >>> 6;
    }
    if (check(value) != (last & 0x3f)) {
      throw new IllegalArgumentException(
          "the six words are no server ID: one of them is wrong or they are out of order; compare them with what the exposer printed");
    }
    return encode(value);
  }

  private static int check(long value) {
    try {
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
      return (MessageDigest.getInstance("SHA-256").digest(bytes)[0] & 0xff) >>> (8 - CHECK_BITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
