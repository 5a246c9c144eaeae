package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableFileExceptionTest {
  private static final Path FILE = Path.of("some", "cert.pem");

  @TempDir Path folder;

  @Test
  void saysInWordsWhyAFileCannotBeRead() {
    assertThat(unreadable(new NoSuchFileException("x")))
        .isEqualTo("cannot read " + FILE + ": it is not there; check its name and folder");
    assertThat(unreadable(new AccessDeniedException("x")))
        .endsWith(": this user is not allowed to; change who may, or give another");
    assertThat(unreadable(new FileSystemException("x", null, "No space left on device")))
        .endsWith(": No space left on device; mend that, or give another");
    assertThat(unreadable(new IOException("broken pipe"))).contains(": broken pipe; ");
    assertThat(unreadable(new FileSystemException("x"))).contains(": FileSystemException; ");
  }

  @Test
  void saysThatAFolderIsNoFileAndAFileNoFolder() throws IOException {
    assertThat(UnusableFileException.unreadable(folder, new IOException("Is a directory")))
        .hasMessage("cannot read %s: it is a folder; give a file", folder);
    Path below = Files.createFile(folder.resolve("file")).resolve("below");
    try {
      Files.createDirectories(below);
    } catch (IOException e) {
      UnusableFileException failure = UnusableFileException.unwritable(below, e);
      assertThat(failure)
          .hasMessageStartingWith(
              "cannot write " + below + ": " + below.getParent() + " is a file, not a folder")
          .hasCause(e);
      assertThat(failure.file()).isEqualTo(below);
      return;
    }
    throw new AssertionError("a file has a folder below it");
  }

  private static String unreadable(Exception cause) {
    return UnusableFileException.unreadable(FILE, cause).getMessage();
  }
}
