package org.interleave.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of text that somebody else writes, passed on line by line as it grows. However long it is
 * and its lines are, no more than a block of it is held.
 */
final class GrowingText {

  /** Bytes; a line that is longer is passed on in pieces. */
  static final int BLOCK = 1 << 20;

  private static final int LONGEST_CHARACTER = 4;

  private final Path file;
  private long passed;

  GrowingText(Path file) {
    this.file = file;
  }

  /**
   * Passes on what is new; nothing if there is no file yet.
   *
   * @param ended whether nothing more will come: then a line without an end is passed on too
   * @return whether there was anything
   */
  boolean pass(PrintWriter to, boolean ended) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    long before = passed;
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] block = new byte[(int) Math.min(BLOCK, Math.max(0, channel.size() - passed))];
      int count;
      int end;
      do {
        InputStream in = Channels.newInputStream(channel.position(passed));
        count = in.readNBytes(block, 0, block.length);
        end = end(block, count, ended);
        to.print(new String(block, 0, end, StandardCharsets.UTF_8));
        passed += end;
      } while (end > 0 && count == BLOCK);
    }
    to.flush();
    return passed > before;
  }

  private static int end(byte[] block, int count, boolean ended) {
    if (ended && count < BLOCK) {
      return count;
    }
    int end = count;
    while (end > 0 && block[end - 1] != '\n') {
      end--;
    }
    return end > 0 || count < BLOCK ? end : wholeCharacters(block, count);
  }

  /** Without the beginning of a character whose end is not there. */
  private static int wholeCharacters(byte[] block, int count) {
    for (int back = 1; back < LONGEST_CHARACTER; back++) {
      int one = block[count - back] & 0xFF;
      if (one >= 0xC0) { // the first byte of several
        int length = one >= 0xF0 ? 4 : one >= 0xE0 ? 3 : 2;
        return length > back ? count - back : count;
      }
      if (one < 0x80) {
        return count;
      }
    }
    return count;
  }
}
