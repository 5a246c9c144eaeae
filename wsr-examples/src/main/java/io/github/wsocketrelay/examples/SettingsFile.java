package io.github.wsocketrelay.examples;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A file of settings, in the form of Java's properties: {@code bind = 127.0.0.1}.
 *
 * @param path where it is
 * @param entries the settings by their keys, in their order
 */
record SettingsFile(Path path, Map<String, Entry> entries) {

  /**
   * One setting.
   *
   * @param value its text
   * @param line the line on which it begins, from 1
   */
  record Entry(String value, int line) {}

  /** A file without settings, where there is none. */
  static SettingsFile empty(Path path) {
    return new SettingsFile(path, Map.of());
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is malformed or a key is there twice, naming it
   */
  static SettingsFile read(Path path) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<String> lines = lines(path);
    for (int first = 0; first < lines.size(); first++) {
      int number = first + 1;
      StringBuilder whole = new StringBuilder(lines.get(first));
      while (isContinued(whole) && first + 1 < lines.size()) {
        first++;
        whole.append('\n').append(lines.get(first));
      }
      Properties properties = new Properties();
      try {
        properties.load(new StringReader(whole.toString()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s; write \\\\ for each backslash"
                .formatted(path, number, e.getMessage()),
            e);
      }
      for (String key : properties.stringPropertyNames()) {
        Entry before = entries.put(key, new Entry(properties.getProperty(key).strip(), number));
        if (before != null) {
          throw new IllegalArgumentException(
              "%s, line %d: '%s' is in line %d too: leave one of them out"
                  .formatted(path, number, key, before.line()));
        }
      }
    }
    return new SettingsFile(path, entries);
  }

  private static List<String> lines(Path path) throws IOException {
    try {
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(path + ": it is not UTF-8; save it as that", e);
    }
  }

  /** An even number of backslashes at the end stands for themselves; comments always end. */
  private static boolean isContinued(CharSequence text) {
    String line = text.toString();
    String start = line.stripLeading();
    int backslashes = line.length() - line.replaceFirst("\\\\+$", "").length();
    return backslashes % 2 == 1 && !start.startsWith("#") && !start.startsWith("!");
  }

  /** Whether all users of this machine can read it, as far as the system tells. */
  boolean isReadableByAll() {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
