package io.github.wsocketrelay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What lets an exposer or a connector use a relay that is not open to all. A secret: {@link
 * #toString} does not show it. Immutable.
 */
public final class AccessToken {
  private static final int BYTES = 32;
  private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*"); // RFC 6750, 2.1
  private static final int LEAST_CHARACTERS = 16;
  private static final int MOST_CHARACTERS = 512;

  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /**
   * Reads a token.
   *
   * @param text 16 to 512 characters of those that RFC 6750 allows; white space around it is left
   *     out
   * @return the token
   * @throws IllegalArgumentException saying what is wrong, without the token
   */
  public static AccessToken of(String text) {
    String stripped = text.strip();
    if (stripped.length() < LEAST_CHARACTERS || stripped.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "an access token has %d to %d characters, and this one has %d: copy it whole, as the relay's operator gave it"
              .formatted(LEAST_CHARACTERS, MOST_CHARACTERS, stripped.length()));
    }
    if (!TOKEN68.matcher(stripped).matches()) {
      throw new IllegalArgumentException(
          "an access token consists of letters, digits and -._~+/ only: copy it whole, as the relay's operator gave it");
    }
    return new AccessToken(stripped);
  }

  /**
   * Makes a token of 256 random bits.
   *
   * @return a new token, {@code wsr_} and 43 characters
   */
  public static AccessToken generate() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessToken("wsr_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * The secret itself, for the header.
   *
   * @return the token's text
   */
  public String text() {
    return text;
  }

  /**
   * What stands for it in a relay's token file: nobody can make the token of it.
   *
   * @return the SHA-256 of the text, 64 hexadecimal digits in lower case
   */
  public String sha256() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken token && token.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Shows nothing of the token. */
  @Override
  public String toString() {
    return "access token";
  }
}
