package org.interleave.execution.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What has to do with the file system alone. */
final class Storage {

  private Storage() {}

  /** Makes the entries of a folder durable, where the system can do so. */
  static void forceEntries(Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      return; // on Windows folders can't be opened
    }
    try (channel) {
      channel.force(true);
    }
  }

  /** The folder that holds a file. */
  static Path folderOf(Path file) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  /** Closes a channel for a failure, which stays the one to tell of. */
  static RuntimeException closing(FileChannel channel, RuntimeException cause) {
    try {
      channel.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /** That something can't be written, and why. */
  static UncheckedIOException cannotWrite(Path path, IOException cause, String wayOut) {
    return new UncheckedIOException(
        "can't write " + path + ": " + reason(cause) + "; " + wayOut, cause);
  }

  /** That something can't be read, and why. */
  static UncheckedIOException cannotRead(Path path, IOException cause) {
    return new UncheckedIOException("can't read " + path + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
