package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.IdentityFile;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Keeps an identity for each relay and list of targets, so that a host is the same server every
 * evening. A chosen server ID has a file of its own beside the random one's. File names hold no
 * secret.
 */
final class IdentityStore {
  private static final int LONGEST_PREFIX = 60;
  private static final int HASH_BYTES = 6;

  private final Path directory;
  private final String purpose;

  IdentityStore(Path directory, URI relay, List<Target> targets) {
    this.directory = directory;
    this.purpose = relay + "|" + String.join(",", targets.stream().map(Target::toString).toList());
  }

  /** The kept identity with a random ID, or a new one. */
  IdentityFile open() {
    return IdentityFile.open(path(purpose));
  }

  /**
   * The kept identity with this ID, or a new one. The tag in its file's name does not tell the ID.
   */
  IdentityFile open(ServerId serverId) {
    return IdentityFile.open(path(purpose + "|" + serverId.keys().tag()), serverId);
  }

  /** A new identity with a random ID, in place of the kept one. */
  IdentityFile renew() {
    return IdentityFile.renew(path(purpose));
  }

  private Path path(String key) {
    String readable = purpose.replaceFirst("^wss?://", "").replaceAll("[^A-Za-z0-9.]+", "-");
    String prefix = readable.substring(0, Math.min(readable.length(), LONGEST_PREFIX));
    return directory.resolve(prefix + "-" + hash(key) + ".identity");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
