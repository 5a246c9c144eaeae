package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ServerId;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Remembers which exposer was behind which server ID, so that another one in its place is noticed.
 * The file has tags and public keys: no secret.
 */
final class KnownServers {
  private static final String FILE = "known-servers";

  private final Path directory;

  KnownServers(Path directory) {
    this.directory = directory;
  }

  /**
   * Remembers the key, and tells whether another one was known.
   *
   * @throws IOException if the file cannot be read or written
   */
  boolean isReplaced(ServerId serverId, String exposerKey) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(FILE + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      Properties known = read(file);
      Object before = known.setProperty(serverId.keys().tag(), exposerKey);
      if (!exposerKey.equals(before)) {
        write(file, known);
      }
      return before != null && !before.equals(exposerKey);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties known = new Properties();
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        known.load(in);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is damaged: delete it", e);
      }
    }
    return known;
  }

  private static void write(Path file, Properties known) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      known.store(out, "Servers that wsrconnect has reached, by tag, with their exposers' keys");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
