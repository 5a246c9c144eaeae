package io.github.wsocketrelay.tyrus.internal.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a relay's files have other content, however they were replaced, and has them read
 * again. Where they cannot be used, what was read before holds, and each new look tries again. On
 * one thread.
 */
public final class FileWatch {
  private static final Logger LOG = System.getLogger(FileWatch.class.getName());

  private final RelayContext context;
  private List<byte[]> read;
  private @Nullable String complaint;

  /** Begins with what the files have now. */
  public FileWatch(RelayContext context) {
    this.context = context;
    this.read = contents();
  }

  /** Looks at the files; called every few seconds. */
  public void look() {
    List<byte[]> now = contents();
    if (isSame(now)) {
      return;
    }
    String failure = context.tryReadAgain();
    if (failure == null) {
      read = now;
      complaint = null;
      LOG.log(Level.INFO, "new files for TLS are in use: {0}", context.files());
    } else if (!failure.equals(complaint)) {
      complaint = failure;
      LOG.log(Level.WARNING, "{0}; what was read before is still in use", failure);
    }
  }

  private boolean isSame(List<byte[]> now) {
    for (int i = 0; i < now.size(); i++) {
      if (!Arrays.equals(now.get(i), read.get(i))) {
        return false;
      }
    }
    return true;
  }

  private List<byte[]> contents() {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : context.files()) {
      try {
        contents.add(Files.readAllBytes(file));
      } catch (IOException e) {
        contents.add(new byte[0]); // In the middle of being replaced, perhaps.
      }
    }
    return contents;
  }
}
