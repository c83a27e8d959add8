package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;

/** A short journal with facts of all kinds, and its bytes. */
final class Sample {

  static final Fact.Begun BEGUN =
      new Fact.Begun(
          "run 7", "0.1.0-SNAPSHOT", "9f86d081", "async %", 5, "2026-01-02T03:04:05.678901Z");

  static final List<Fact> FACTS =
      List.of(
          BEGUN,
          new Fact.Session(1, 0, "2026-01-02T03:04:05Z"),
          new Fact.Intended(0, 1, 1, 0, 12, List.of(share(0, List.of(0, 1, 2, 3), List.of(0)))),
          new Fact.Intended(
              4,
              1,
              1,
              0,
              13,
              List.of(
                  share(1, List.of(0, 2, 3, 9), List.of(1, 3)), share(2, List.of(), List.of()))),
          new Fact.Started(0, 1, 4711, 1_500),
          new Fact.Ended(0, 1, TaskEnd.DONE, 0, "", 2_000_000, 2_000_001),
          new Fact.Intended(1, 1, 1, 2_000_001, 2_000_002, List.of()),
          new Fact.Ended(
              1,
              1,
              TaskEnd.FAILED,
              -1,
              "no such program: 'tr ain'\n50 % \u00fc \u4e16 \ud83d\ude00 -",
              3,
              4),
          new Fact.Intended(1, 2, 2, 5, 6, List.of(share(0, List.of(7), List.of()))),
          new Fact.Session(2, Long.MAX_VALUE, "-"),
          new Fact.Ended(4, 1, TaskEnd.LOST, 137, "-", 7, 7),
          new Fact.Intended(1, 2, 3, 8, 8, List.of(share(0, List.of(8), List.of()))),
          new Fact.Started(1, 3, 0, 9),
          new Fact.Ended(1, 3, TaskEnd.CANCELED, 143, " ", 10, 11),
          new Fact.Finished(false, 12),
          new Fact.Session(3, 13, ""),
          new Fact.Finished(true, 14));

  private Sample() {}

  static Share share(int node, List<Integer> slots, List<Integer> gpus) {
    return new Share(node, slots, gpus);
  }

  /** Writes the facts with as few calls as there can be. */
  static void write(Path file, List<Fact> facts) {
    try (Journal journal = Journal.create(file, (Fact.Begun) facts.get(0))) {
      facts.subList(1, facts.size()).forEach(journal::append);
    }
  }

  /** The whole sample as bytes. */
  static byte[] bytes(Path scratch) {
    write(scratch, FACTS);
    return bytesOf(scratch);
  }

  static byte[] bytesOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void put(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bodies of lines, with checksums that match. */
  static byte[] sealed(String... bodies) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String body : bodies) {
      byte[] bytes = (" " + body).getBytes(ISO_8859_1);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      out.writeBytes(String.format(Locale.ROOT, "%08x", crc.getValue()).getBytes(ISO_8859_1));
      out.writeBytes(bytes);
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** How many lines end within the first bytes. */
  static int linesWithin(byte[] bytes, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Where a line begins, from 0. */
  static int startOf(byte[] bytes, int line) {
    int at = 0;
    for (int left = line; left > 0; at++) {
      left -= bytes[at] == '\n' ? 1 : 0;
    }
    return at;
  }
}
