package org.interleave.interchange;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.exc.JacksonIOException;

/** Writes files whole: what has a file's name is never half of it. */
public final class OutputFile {

  /** What writes text. */
  @FunctionalInterface
  public interface Text {
    /** Writes it. */
    void writeTo(Writer out) throws IOException;
  }

  /** What writes bytes. */
  @FunctionalInterface
  private interface Bytes {
    void writeTo(OutputStream out) throws IOException;
  }

  private OutputFile() {}

  /**
   * Writes text in UTF-8.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public static void write(Path file, String text) {
    write(file, (Text) out -> out.write(text));
  }

  /** Writes text in UTF-8 as it comes. */
  public static void write(Path file, Text text) {
    replace(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          text.writeTo(writer);
          writer.flush();
        });
  }

  /** Writes bytes. */
  public static void write(Path file, byte[] bytes) {
    replace(file, out -> out.write(bytes));
  }

  /**
   * Writes a file beside its name and then moves it there; folders are made as needed. Not through
   * a temporary file of Java's, which nobody but its owner may read.
   */
  private static void replace(Path named, Bytes content) {
    try {
      // What is there already and is no file, such as a pipe, is written to and not replaced.
      if (Files.exists(named) && !Files.isRegularFile(named)) {
        try (OutputStream out = Files.newOutputStream(named, StandardOpenOption.WRITE)) {
          content.writeTo(out);
        }
        return;
      }
      // Behind a link, the file that it leads to is meant.
      replaceFile(Files.exists(named) ? named.toRealPath() : named, content);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + named + ": " + reason(e), e);
    } catch (JacksonIOException e) {
      IOException cause = e.getCause() == null ? new IOException(e.getMessage()) : e.getCause();
      throw new UncheckedIOException("can't write " + named + ": " + reason(cause), cause);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "there is no folder " + e.getMessage();
    }
    if (e instanceof java.nio.file.FileAlreadyExistsException) {
      return e.getMessage() + " is a file, not a folder";
    }
    return String.valueOf(e.getMessage());
  }

  private static void replaceFile(Path file, Bytes content) throws IOException {
    Path part =
        file.resolveSibling(
            "."
                + file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + Long.toHexString(System.nanoTime())
                + ".part");
    Path folder = file.toAbsolutePath().getParent();
    // Asked first: createDirectories may refuse a link to a folder.
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    part.toFile().deleteOnExit(); // should a signal end the program meanwhile
    try {
      try (OutputStream out =
          new java.io.BufferedOutputStream(
              Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              1 << 16)) {
        content.writeTo(out);
      }
      if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
