package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Resources;

/** Lines as facts: the reverse of {@link FactWriter}, and strict about it. */
final class FactReader {

  private final CRC32C crc = new CRC32C();
  private final FactWriter again = new FactWriter();
  private String line = "";
  private int at;

  /** Whether a line, here without its LF, has the checksum that it bears. */
  boolean isSound(byte[] bytes, int from, int to) {
    if (to - from < FactWriter.CHECKSUM) {
      return false;
    }
    int stated = 0;
    for (int i = 0; i < FactWriter.CHECKSUM; i++) {
      int c = bytes[from + i];
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return false;
      }
      stated = stated << 4 | digit;
    }
    return stated == FactWriter.checksum(crc, bytes, from + FactWriter.CHECKSUM, to);
  }

  /**
   * Reads a sound line.
   *
   * @param to where its LF is
   * @param number that it should have
   * @throws IllegalArgumentException if it is not exactly what is written for some fact
   */
  Fact read(byte[] bytes, int from, int to, long number) {
    line = new String(bytes, from, to - from, ISO_8859_1);
    at = FactWriter.CHECKSUM + 1;
    String stated = word();
    if (!stated.equals(Long.toString(number))) {
      throw new IllegalArgumentException(
          "a line with number " + number + " is due, but this one has '" + stated + "'");
    }
    Fact fact = fact(word());
    again.clear();
    again.add(fact, number);
    if (!again.holds(bytes, from, to + 1)) {
      throw new IllegalArgumentException("the fact is not written in the way of this program");
    }
    return fact;
  }

  private Fact fact(String name) {
    return switch (name) {
      case FactWriter.MARK -> begun();
      case "session" -> new Fact.Session(integer(), number(), text());
      case "intended" ->
          new Fact.Intended(integer(), integer(), integer(), number(), number(), shares());
      case "started" -> new Fact.Started(integer(), integer(), number(), number());
      case "ended" ->
          new Fact.Ended(integer(), integer(), end(), integer(), text(), number(), number());
      case "finished" -> new Fact.Finished(word().equals("complete"), number());
      default -> throw new IllegalArgumentException("the fact '" + name + "' is unknown");
    };
  }

  private Fact begun() {
    String version = word();
    if (!version.equals(FactWriter.VERSION)) {
      throw new IllegalArgumentException(
          "version '" + version + "' of the format is unknown to this program");
    }
    word(); // its name, compared when the fact is written again
    return new Fact.Begun(text(), text(), text(), text(), integer(), text());
  }

  /** Up to the next blank; empty after the last one. */
  private String word() {
    if (at >= line.length()) {
      return "";
    }
    int blank = line.indexOf(' ', at);
    String word = line.substring(at, blank < 0 ? line.length() : blank);
    at += word.length() + 1;
    return word;
  }

  private long number() {
    return number(word());
  }

  private int integer() {
    return integer(word());
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + digits + "' should be a whole number", e);
    }
  }

  private static int integer(String digits) {
    long value = number(digits);
    if (value != (int) value) {
      throw new IllegalArgumentException("the number " + digits + " is too large");
    }
    return (int) value;
  }

  private TaskEnd end() {
    String name = word();
    for (TaskEnd end : TaskEnd.values()) {
      if (end.name().equals(name)) {
        return end;
      }
    }
    throw new IllegalArgumentException("the end '" + name + "' is unknown");
  }

  private String text() {
    String escaped = word();
    if (escaped.equals(FactWriter.EMPTY)) {
      return "";
    }
    if (escaped.indexOf('%') < 0) {
      return escaped;
    }
    byte[] bytes = new byte[escaped.length()];
    int size = 0;
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%' && i + 2 < escaped.length()) {
        c = (char) (Character.digit(escaped.charAt(i + 1), 16) << 4);
        c |= (char) Character.digit(escaped.charAt(i + 2), 16);
        i += 2;
      }
      bytes[size++] = (byte) c;
    }
    return new String(bytes, 0, size, UTF_8);
  }

  private List<Share> shares() {
    String all = word();
    List<Share> shares = new ArrayList<>();
    if (all.equals(FactWriter.EMPTY)) {
      return shares;
    }
    for (String share : all.split(";", -1)) {
      String[] parts = share.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("the share '" + share + "' should be node:slots:gpus");
      }
      shares.add(new Share(integer(parts[0]), ranges(parts[1]), ranges(parts[2])));
    }
    return shares;
  }

  private static List<Integer> ranges(String all) {
    List<Integer> numbers = new ArrayList<>();
    if (all.isEmpty()) {
      return numbers;
    }
    for (String range : all.split(",", -1)) {
      int dash = range.indexOf('-', 1);
      int first = integer(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : integer(range.substring(dash + 1));
      if ((long) last - first >= Resources.MAX - numbers.size()) {
        throw new IllegalArgumentException("the range '" + range + "' is too long");
      }
      for (long n = first; n <= last; n++) {
        numbers.add((int) n);
      }
    }
    return numbers;
  }
}
