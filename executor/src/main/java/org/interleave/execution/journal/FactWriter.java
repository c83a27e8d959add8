package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.interleave.cluster.Share;

/**
 * Facts as lines. A line is the checksum of all that follows it (CRC32C, eight digits), the line's
 * number, the fact's name and its fields, separated by single blanks, and LF.
 */
final class FactWriter {

  /** Stands in the first line between its number and the name of its fact. */
  static final String MARK = "interleave-journal";

  /** Of the format. */
  static final String VERSION = "1";

  /** Digits of a checksum. */
  static final int CHECKSUM = 8;

  /** In place of an empty text; a text that is just this is escaped. */
  static final String EMPTY = "-";

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final byte[] UPPER_HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[1024];
  private int size;

  /** How many bytes there are. */
  int size() {
    return size;
  }

  /** What has been written, valid until the next change. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** Forgets what has been written, and the memory of it if it was much. */
  void clear() {
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[1024];
    }
  }

  /** Forgets all but the first bytes. */
  void cut(int left) {
    size = left;
  }

  /** Whether exactly these bytes have been written. */
  boolean holds(byte[] other, int from, int to) {
    return Arrays.equals(bytes, 0, size, other, from, to);
  }

  /** Adds the line of a fact. */
  void add(Fact fact, long number) {
    int start = size;
    reserve(CHECKSUM);
    size += CHECKSUM;
    number(number);
    if (fact instanceof Fact.Begun f) {
      word(MARK).word(VERSION).word("begun").text(f.runId()).text(f.version()).text(f.specSha256());
      text(f.mode()).number(f.tasks()).text(f.wallClock());
    } else if (fact instanceof Fact.Session f) {
      word("session").number(f.number()).number(f.atMicros()).text(f.wallClock());
    } else if (fact instanceof Fact.Intended f) {
      word("intended").number(f.task()).number(f.attempt()).number(f.launch());
      number(f.readyMicros()).number(f.dispatchedMicros()).shares(f.shares());
    } else if (fact instanceof Fact.Started f) {
      word("started").number(f.task()).number(f.launch()).number(f.pid()).number(f.micros());
    } else if (fact instanceof Fact.Ended f) {
      word("ended").number(f.task()).number(f.launch()).word(f.end().name()).number(f.exitCode());
      text(f.why()).number(f.endedMicros()).number(f.freedMicros());
    } else if (fact instanceof Fact.Finished f) {
      word("finished").word(f.complete() ? "complete" : "incomplete").number(f.ttxMicros());
    }
    int checksum = checksum(crc, bytes, start + CHECKSUM, size);
    for (int i = 0; i < CHECKSUM; i++) {
      bytes[start + i] = HEX[checksum >>> (28 - 4 * i) & 15];
    }
    put('\n');
  }

  /** The checksum of some bytes. */
  static int checksum(CRC32C crc, byte[] bytes, int from, int to) {
    crc.reset();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  private FactWriter word(String word) {
    put(' ');
    ascii(word);
    return this;
  }

  private FactWriter number(long value) {
    put(' ');
    digits(value);
    return this;
  }

  private FactWriter text(String text) {
    put(' ');
    if (text.isEmpty()) {
      ascii(EMPTY);
    } else if (text.equals(EMPTY)) {
      escape(EMPTY.charAt(0));
    } else {
      for (byte b : text.getBytes(UTF_8)) {
        if (b > ' ' && b < 0x7F && b != '%') {
          put(b);
        } else {
          escape(b);
        }
      }
    }
    return this;
  }

  /** For instance {@code 0:0-3,8:1;1:0-3:} for two processes, the second one without GPUs. */
  private void shares(List<Share> shares) {
    put(' ');
    if (shares.isEmpty()) {
      ascii(EMPTY);
    }
    for (int i = 0; i < shares.size(); i++) {
      if (i > 0) {
        put(';');
      }
      digits(shares.get(i).node());
      put(':');
      ranges(shares.get(i).slots());
      put(':');
      ranges(shares.get(i).gpus());
    }
  }

  private void ranges(List<Integer> numbers) {
    int i = 0;
    while (i < numbers.size()) {
      if (i > 0) {
        put(',');
      }
      int first = numbers.get(i);
      int length = 1;
      while (i + length < numbers.size() && numbers.get(i + length) == first + length) {
        length++;
      }
      digits(first);
      if (length > 1) {
        put('-');
        digits(first + length - 1);
      }
      i += length;
    }
  }

  private void digits(long value) {
    if (value < 0) {
      ascii(Long.toString(value));
      return;
    }
    int length = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      length++;
    }
    reserve(length);
    size += length;
    long rest = value;
    for (int at = size - 1; at >= size - length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void escape(int b) {
    put('%');
    put(UPPER_HEX[b >> 4 & 15]);
    put(UPPER_HEX[b & 15]);
  }

  private void put(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
