package org.interleave.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers why it could not be written: a writer tells only that. */
final class StandardOutput extends OutputStream {

  private static final Path LINUX_LINK = Path.of("/proc/self/fd/1");

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private @Nullable IOException failure;

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Why the first write failed that did; empty if none did. */
  String failure() {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  /** Whether it failed because nobody reads it any more, such as behind {@code | head -1}. */
  boolean readerHasGone() {
    return failure != null && (failure().toLowerCase(Locale.ROOT).contains("pipe") || isPipe());
  }

  /** The system's words may be of any language, but a pipe has no other way to fail. */
  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(LINUX_LINK).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
