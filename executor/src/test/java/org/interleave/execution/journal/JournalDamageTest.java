package org.interleave.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.execution.faults.FaultyFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged journal gives exactly the facts of the whole lines before the damage, or is refused at
 * exactly that place; nothing else ever happens.
 */
class JournalDamageTest {
  private static final Pattern AT_BYTE = Pattern.compile(" at byte (\\d+): ");

  @TempDir Path directory;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void writeTheSample() {
    FaultyFileSystem files = new FaultyFileSystem();
    files.dontWaitForDisk();
    file = files.path(directory.resolve("journal"));
    whole = Sample.bytes(directory.resolve("whole"));
  }

  @Test
  void cutAnywhereItGoesOnFromTheLinesThatAreWhole() {
    int firstLine = Sample.startOf(whole, 1);
    for (int length = firstLine; length <= whole.length; length++) {
      Sample.put(file, Arrays.copyOf(whole, length));
      int lines = Sample.linesWithin(whole, length);
      List<Fact> intact = Sample.FACTS.subList(0, lines);
      assertThat(Journal.read(file)).as("cut at %d", length).isEqualTo(intact);
      assertThat(Sample.bytesOf(file)).as("reading changes nothing").hasSize(length);
      try (Journal journal = Journal.open(file)) {
        assertThat(journal.recovered()).isEqualTo(intact);
        assertThat(journal.cutBytes()).isEqualTo(length - Sample.startOf(whole, lines));
        assertThat(Sample.bytesOf(file)).as("cut").hasSize(Sample.startOf(whole, lines));
        Sample.FACTS.subList(lines, Sample.FACTS.size()).forEach(journal::append);
      }
      assertThat(Sample.bytesOf(file)).as("cut at %d, then completed", length).isEqualTo(whole);
    }
  }

  @Test
  void everyBitFlippedIsNoticed() {
    for (int at = 0; at < whole.length; at++) {
      for (int mask = 1; mask < 256; mask = mask < 128 ? 2 * mask : mask + 127) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) mask;
        holdsWhatIsIntact(damaged, "byte " + at + " with mask " + mask, at % 8 == 0 && mask == 1);
      }
    }
  }

  @Test
  void aDamagedLastLineIsCutOff() {
    int start = Sample.startOf(whole, Sample.FACTS.size() - 1);
    for (int at = start; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Sample.put(file, damaged);
      assertThat(Journal.read(file)).isEqualTo(Sample.FACTS.subList(0, Sample.FACTS.size() - 1));
    }
  }

  @Test
  void aTailOfZerosIsCutOff() {
    Sample.put(file, Arrays.copyOf(whole, whole.length + 5_000));
    try (Journal journal = Journal.open(file)) {
      assertThat(journal.recovered()).isEqualTo(Sample.FACTS);
      assertThat(journal.cutBytes()).isEqualTo(5_000);
    }
    assertThat(Sample.bytesOf(file)).isEqualTo(whole);
  }

  @Test
  void severalDamagedLinesAtTheEndAreRefused() {
    byte[] damaged = whole.clone();
    int lastButOne = Sample.startOf(whole, Sample.FACTS.size() - 2);
    damaged[lastButOne + 3] ^= 1;
    damaged[whole.length - 3] ^= 1;
    assertThat(holdsWhatIsIntact(damaged, "two lines", true)).isFalse();
    assertThat(holdsWhatIsIntact(Arrays.copyOf(damaged, whole.length - 5), "and cut", true))
        .isFalse();
  }

  @Test
  void bytesAndLinesChangedAtRandomAreNoticed() {
    for (int seed = 0; seed < 10_000; seed++) {
      byte[] damaged = whole;
      SplittableRandom random = new SplittableRandom(seed);
      for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
        damaged = edited(damaged, random);
      }
      holdsWhatIsIntact(damaged, "seed " + seed, seed % 50 == 0);
    }
  }

  private static byte[] edited(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, random.nextInt(1, 20));
    int lines = Sample.linesWithin(bytes, bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> {
        byte[] inserted = new byte[length];
        random.nextBytes(inserted);
        yield joined(bytes, 0, at, inserted, bytes, at);
      }
      case 1 -> joined(bytes, 0, at, new byte[0], bytes, at + length);
      case 2 -> {
        byte[] overwritten = bytes.clone();
        overwritten[at] = (byte) random.nextInt(256);
        yield overwritten;
      }
      case 3 -> joined(bytes, 0, at, Arrays.copyOfRange(bytes, at, at + length), bytes, at);
      case 4 -> { // a line moves, or comes twice
        int line = Sample.startOf(bytes, random.nextInt(Math.max(1, lines)));
        int end = Math.min(bytes.length, line + 60);
        for (int i = line; i < end; i++) {
          end = bytes[i] == '\n' ? i + 1 : end;
        }
        byte[] copy = Arrays.copyOfRange(bytes, line, end);
        byte[] rest =
            random.nextBoolean() ? joined(bytes, 0, line, new byte[0], bytes, end) : bytes;
        int to = Sample.startOf(rest, random.nextInt(Sample.linesWithin(rest, rest.length) + 1));
        yield joined(rest, 0, to, copy, rest, to);
      }
      default -> Arrays.copyOf(bytes, at);
    };
  }

  private static byte[] joined(
      byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head, from, to - from);
    out.writeBytes(middle);
    out.write(tail, tailFrom, tail.length - tailFrom);
    return out.toByteArray();
  }

  /** Whether it could be read. */
  private boolean holdsWhatIsIntact(byte[] damaged, String what, boolean opens) {
    int same = Arrays.mismatch(whole, damaged);
    int lines = Sample.linesWithin(whole, same < 0 ? whole.length : same);
    Sample.put(file, damaged);
    try {
      if (!Journal.read(file).equals(Sample.FACTS.subList(0, lines))) {
        assertThat(Journal.read(file)).as(what).isEqualTo(Sample.FACTS.subList(0, lines));
      }
    } catch (JournalException e) {
      Matcher place = AT_BYTE.matcher(String.valueOf(e.getMessage()));
      if (place.find()) {
        assertThat(Integer.parseInt(place.group(1)))
            .as("%s: %s", what, e.getMessage())
            .isEqualTo(Sample.startOf(whole, lines));
      } else {
        assertThat(e).as(what).hasMessageContaining("holds no journal");
        assertThat(Sample.linesWithin(damaged, Math.max(0, damaged.length - 1))).isZero();
        assertThat(lines).as(what).isZero();
      }
      return false;
    }
    if (opens) {
      try (Journal journal = Journal.open(file)) {
        assertThat(journal.recovered()).as(what).isEqualTo(Sample.FACTS.subList(0, lines));
        Sample.FACTS.subList(lines, Sample.FACTS.size()).forEach(journal::append);
      }
      assertThat(Sample.bytesOf(file)).as(what).isEqualTo(whole);
    }
    return true;
  }
}
