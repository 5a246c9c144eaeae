package io.github.wsocketrelay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that was given cannot be read or written, or holds something else than it should: a
 * certificate, a key, access tokens, an exposer's identity. Trying again does not help until
 * somebody gives another file or mends this one. The message names the file, what is wrong, and the
 * mend, and no secret.
 */
public final class UnusableFileException extends WsrException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  /**
   * Makes an exception for a file with the wrong content.
   *
   * @param file the file as it was given
   * @param message what is wrong with it, and the mend, with the file's name
   * @param cause the cause, or null when there is none
   */
  public UnusableFileException(Path file, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /**
   * Makes an exception for a file that cannot be read.
   *
   * @param file the file as it was given
   * @param cause what reading it threw
   * @return the exception, whose message says why in words
   */
  public static UnusableFileException unreadable(Path file, Exception cause) {
    return new UnusableFileException(file, "cannot read " + file + ": " + why(file, cause), cause);
  }

  /**
   * Makes an exception for a file that cannot be written or made.
   *
   * @param file the file as it was given
   * @param cause what writing it threw
   * @return the exception, whose message says why in words
   */
  public static UnusableFileException unwritable(Path file, Exception cause) {
    return new UnusableFileException(file, "cannot write " + file + ": " + why(file, cause), cause);
  }

  /**
   * The file.
   *
   * @return it, as it was given
   */
  public Path file() {
    return file;
  }

  private static String why(Path file, Exception cause) {
    if (!(cause instanceof IOException)) { // Its file system is closed: it cannot be looked at.
      return cause.getClass().getSimpleName() + "; give another";
    } else if (Files.isDirectory(file)) {
      return "it is a folder; give a file";
    }
    for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return "%s is a file, not a folder; check the name".formatted(above);
      }
    }
    if (cause instanceof NoSuchFileException) {
      return "it is not there; check its name and folder";
    } else if (cause instanceof AccessDeniedException) {
      return "this user is not allowed to; change who may, or give another";
    }
    String reason =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return "%s; mend that, or give another"
        .formatted(reason == null ? cause.getClass().getSimpleName() : reason);
  }
}
