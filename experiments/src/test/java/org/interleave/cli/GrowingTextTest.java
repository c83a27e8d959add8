package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingTextTest {

  @TempDir private Path folder;
  private Path file = Path.of("");
  private final StringWriter seen = new StringWriter();
  private GrowingText text = new GrowingText(file);

  @BeforeEach
  void open() {
    file = folder.resolve("err");
    text = new GrowingText(file);
  }

  private void append(String more) throws IOException {
    Files.writeString(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private boolean pass(boolean ended) throws IOException {
    return text.pass(new PrintWriter(seen), ended);
  }

  @Test
  void linesArePassedOnOnceTheyHaveEnded() throws IOException {
    assertThat(pass(false)).isFalse();
    append("one\ntw");
    assertThat(pass(false)).isTrue();
    assertThat(seen).hasToString("one\n");
    assertThat(pass(false)).isFalse();
    append("o\nthree");
    assertThat(pass(false)).isTrue();
    assertThat(seen).hasToString("one\ntwo\n");
    assertThat(pass(true)).isTrue();
    assertThat(seen).hasToString("one\ntwo\nthree");
    assertThat(pass(true)).isFalse();
  }

  /**
   * One that waits for the end of a line that is longer than what it reads at once waits forever.
   */
  @Test
  void aLineMayBeLongerThanABlock() throws IOException {
    String line = "x".repeat(GrowingText.BLOCK - 1) + "\u20ac".repeat(GrowingText.BLOCK / 2);
    append(line);
    assertThat(pass(false)).isTrue();
    append("\nnext\n");
    assertThat(pass(false)).isTrue();
    assertThat(seen.toString().equals(line + "\nnext\n")).as("as it was").isTrue();
  }

  @Test
  void noCharacterIsCutInTwo() throws IOException {
    for (int before = 0; before < 4; before++) {
      String line = "x".repeat(GrowingText.BLOCK - before) + "\u00e9\u20ac\ud83d\ude00";
      open();
      Files.deleteIfExists(file);
      seen.getBuffer().setLength(0);
      append(line);
      pass(true);
      assertThat(seen.toString().equals(line)).as("%s bytes before", before).isTrue();
    }
  }

  @Test
  void bytesThatAreNoTextArePassedOver() throws IOException {
    byte[] bytes = new byte[GrowingText.BLOCK + 10];
    java.util.Arrays.fill(bytes, (byte) 0x80);
    Files.write(file, bytes);
    assertThat(pass(true)).isTrue();
    assertThat(seen.toString())
        .hasSize(bytes.length)
        .containsOnlyOnce("\ufffd".repeat(bytes.length));
  }

  @Test
  void nothingIsPassedOnInPiecesLargerThanABlock() throws IOException {
    append(("y".repeat(999) + "\n").repeat(5000) + "z".repeat(3 * GrowingText.BLOCK));
    int[] largest = {0};
    long[] all = {0};
    Writer to =
        new Writer() {
          @Override
          public void write(char[] chars, int from, int count) {
            largest[0] = Math.max(largest[0], count);
            all[0] += count;
          }

          @Override
          public void write(String string, int from, int count) {
            largest[0] = Math.max(largest[0], count);
            all[0] += count;
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThat(text.pass(new PrintWriter(to), true)).isTrue();
    assertThat(all[0]).isEqualTo(Files.size(file));
    assertThat(largest[0]).isLessThanOrEqualTo(GrowingText.BLOCK);
  }
}
