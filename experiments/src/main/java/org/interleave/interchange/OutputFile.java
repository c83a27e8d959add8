package org.interleave.interchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole: what has a file's name is never half of it. */
public final class OutputFile {

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Writer out) throws IOException;
  }

  private OutputFile() {}

  /** Writes text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text));
  }

  /**
   * Writes a file beside its name and then moves it there; folders are made as needed.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".part");
      try {
        try (Writer out = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
          content.writeTo(out);
        }
        Permissions.asNew(beside);
        Files.move(
            beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Temporary files are private to their owner; results are as readable as other new files. */
  private static final class Permissions {
    static void asNew(Path file) throws IOException {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(
            file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
  }
}
