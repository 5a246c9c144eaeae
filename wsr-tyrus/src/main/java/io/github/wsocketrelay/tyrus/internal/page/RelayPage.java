package io.github.wsocketrelay.tyrus.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a person sees who opens the relay's address: what it is, and how to host and to join. One
 * document that loads nothing and runs no script. It has totals, and no names. Safe for use by many
 * threads.
 */
public final class RelayPage {
  /** What is asked for only when the page is. */
  private final Supplier<Totals> totals;

  private final String policy;
  private final String page;

  /** Who may use the relay, in words. */
  public enum Access {
    /** All who reach it. */
    OPEN("Everybody may use it.", ""),
    /** Who has a token. */
    TOKEN(
        "You need an access token, too: ask whoever runs it, and save the token in a file.",
        " --token-file TOKEN-FILE"),
    /** Whom a program lets in. */
    DECIDED("Whoever runs it decides who may use it.", "");

    private final String sentence;
    private final String option;

    Access(String sentence, String option) {
      this.sentence = sentence;
      this.option = option;
    }
  }

  /**
   * Who uses the relay now.
   *
   * @param servers exposers that are registered
   * @param players connectors that have a tunnel
   */
  public record Totals(int servers, int players) {}

  public RelayPage(Access access, Supplier<Totals> totals) {
    this.totals = totals;
    String style = resource("page.css");
    // Level 3 of Content Security Policy, section 6.7.3: what a hash names may be applied.
    this.policy =
        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(sha256(style));
    this.page =
        resource("page.html")
            .replace("{{style}}", style)
            .replace("{{access}}", access.sentence)
            .replace("{{token-option}}", access.option);
  }

  /** The value of the page's {@code Content-Security-Policy}. */
  public String contentSecurityPolicy() {
    return policy;
  }

  /**
   * The page in HTML and UTF-8.
   *
   * @param address the relay's, as whoever asks has dialled it: anybody's text
   */
  public byte[] render(String address) {
    Totals now = totals.get();
    return page.replace("{{servers}}", Integer.toString(now.servers()))
        .replace("{{players}}", Integer.toString(now.players()))
        .replace("{{address}}", escape(address)) // last: what is in it is replaced no more
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(RelayPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
