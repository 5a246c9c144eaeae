package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.WsrException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a relay's files have other content, however they were replaced, and has them read
 * again when two looks have found the same: a look may fall between two files that are replaced, or
 * into one that is being written, of which the first half may be of use. Where they cannot be used,
 * what was read before holds, each new look tries again, and a person is told. On one thread.
 */
public final class FileWatch {
  private static final Logger LOG = System.getLogger(FileWatch.class.getName());

  private final List<Path> files;
  private final RelayContext context;
  private List<String> used;
  private List<String> seen;
  private @Nullable String complaint;

  /**
   * Reads the files for the first time.
   *
   * @throws WsrException for one that cannot be used, saying which and what mends it
   */
  public FileWatch(RelayTls tls, Clock clock) {
    this.files = RelayContext.files(tls);
    this.used = digests(); // Before they are read, so that no change in between is missed.
    this.seen = used;
    this.context = RelayContext.of(tls, clock);
    this.context.warnOfItsEnd();
  }

  /** What has the content of the files. */
  public RelayContext context() {
    return context;
  }

  /** Looks at the files, and at the date; called every few seconds. */
  public void look() {
    lookAtFiles();
    context.warnOfItsEnd();
  }

  private void lookAtFiles() {
    List<String> now = digests();
    boolean settled = now.equals(seen);
    seen = now;
    if (now.equals(used)) {
      complaint = null;
    } else if (settled) {
      readAgain(now);
    }
  }

  private void readAgain(List<String> now) {
    String failure = context.tryReadAgain();
    if (failure == null) {
      used = now;
      complaint = null;
      LOG.log(Level.INFO, "new files for TLS are in use: {0}", files);
    } else if (!failure.equals(complaint)) {
      complaint = failure;
      LOG.log(Level.WARNING, "{0}; what was read before is still in use", failure);
    }
  }

  /** What tells whether a file has other content, and nothing of the keys in it. */
  private List<String> digests() {
    List<String> digests = new ArrayList<>();
    for (Path file : files) {
      digests.add(digest(file));
    }
    return digests;
  }

  private static String digest(Path file) {
    try {
      byte[] content = TlsFiles.read(file);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      Arrays.fill(content, (byte) 0);
      return HexFormat.of().formatHex(digest);
    } catch (WsrException e) {
      return ""; // In the middle of being replaced, perhaps.
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
