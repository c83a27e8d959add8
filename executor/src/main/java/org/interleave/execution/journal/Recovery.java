package org.interleave.execution.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what a journal's file holds, up to a torn tail. */
final class Recovery {

  /** No line is longer. */
  static final int LONGEST_LINE = 64 << 20;

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final FactReader reader = new FactReader();
  private final FactOrder order = new FactOrder();
  private final List<Fact> facts = new ArrayList<>();

  private byte[] bytes = new byte[CHUNK];
  private int from;
  private int size;
  private long offset; // of bytes[from] in the file
  private long damaged = -1;

  private Recovery(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Reads everything from a channel at the file's beginning.
   *
   * @throws JournalException if anything but the last line is damaged, or if there is no journal
   */
  static Recovery of(Path file, FileChannel channel) throws IOException {
    Recovery recovery = new Recovery(file, channel);
    recovery.readAll();
    if (recovery.facts.isEmpty()) {
      throw new JournalException(
          file
              + " holds no journal: it was never begun, or not to the end of its first line;"
              + " nothing of the run is lost: start it anew");
    }
    return recovery;
  }

  /** Whether there is more than a beginning that was never finished. */
  static boolean hasBegun(Path file, FileChannel channel) throws IOException {
    Recovery recovery = new Recovery(file, channel);
    int end = recovery.nextEnd();
    if (end < 0) {
      return recovery.size > LONGEST_LINE;
    }
    if (recovery.reader.isSound(recovery.bytes, recovery.from, end)) {
      return true;
    }
    recovery.from = end + 1;
    return recovery.from < recovery.size || recovery.fill();
  }

  /** What is recorded. */
  List<Fact> facts() {
    return facts;
  }

  /** Has seen all facts. */
  FactOrder order() {
    return order;
  }

  /** Where the torn tail begins: the file's length, if there is none. */
  long end() {
    return damaged < 0 ? offset : damaged;
  }

  /** How long the file is. */
  long length() {
    return offset + size - from;
  }

  private void readAll() throws IOException {
    for (int end = nextEnd(); end >= 0; end = nextEnd()) {
      refuseBefore();
      if (reader.isSound(bytes, from, end)) {
        take(end);
      } else {
        damaged = offset;
      }
      offset += end + 1 - from;
      from = end + 1;
    }
    if (size - from > LONGEST_LINE) {
      throw refusal(offset, "a line is longer than any fact");
    }
    if (size > from) {
      refuseBefore();
    }
  }

  private void take(int end) {
    try {
      Fact fact = reader.read(bytes, from, end, facts.size() + 1L);
      order.accept(fact);
      facts.add(fact);
    } catch (IllegalArgumentException e) {
      throw refusal(offset, String.valueOf(e.getMessage()));
    }
  }

  /** A damaged line is a torn tail only if nothing follows it. */
  private void refuseBefore() {
    if (damaged >= 0) {
      throw refusal(damaged, "the checksum does not match");
    }
  }

  private JournalException refusal(long where, String what) {
    String wayOut =
        facts.isEmpty()
            ? "this is its first line, so nothing of it can be used: start the run anew elsewhere"
            : "the facts before it are intact: cut the file there ('truncate -s "
                + where
                + " "
                + quoted(file.toString())
                + "') to go on from them";
    return new JournalException(file + " at byte " + where + ": " + what + "; " + wayOut);
  }

  private static String quoted(String path) {
    return path.matches("[\\w./:+-]+") ? path : '"' + path + '"';
  }

  /** The index of the next LF; negative if the file ends before, or the line is too long. */
  private int nextEnd() throws IOException {
    int at = from;
    while (true) {
      for (; at < size; at++) {
        if (bytes[at] == '\n') {
          return at;
        }
      }
      int seen = at - from;
      if (seen > LONGEST_LINE || !fill()) {
        return -1;
      }
      at = from + seen;
    }
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, size - from);
      size -= from;
      from = 0;
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    int read = channel.read(ByteBuffer.wrap(bytes, size, bytes.length - size));
    size += Math.max(0, read);
    return read > 0;
  }
}
