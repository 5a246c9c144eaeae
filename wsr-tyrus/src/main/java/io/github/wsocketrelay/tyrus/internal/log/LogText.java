package io.github.wsocketrelay.tyrus.internal.log;

/** Makes what a peer sent fit for a log: no line breaks, no control characters, not long. */
public final class LogText {
  private static final int MOST_CHARACTERS = 64;

  private LogText() {}

  /** The text, cut to 64 characters, with all that is not printed shown as {@code \\uXXXX}. */
  public static String shown(String text) {
    return shown(text, MOST_CHARACTERS);
  }

  /** The same, cut to as many characters as this. */
  public static String shown(String text, int mostCharacters) {
    StringBuilder shown = new StringBuilder();
    int length = Math.min(text.length(), mostCharacters);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        shown.append(c);
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.length() > mostCharacters ? shown.append('…').toString() : shown.toString();
  }

  /** Controls, separators of lines, and marks that change the direction of what follows are not. */
  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
