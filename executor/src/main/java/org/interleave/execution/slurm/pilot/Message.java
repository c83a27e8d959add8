package org.interleave.execution.slurm.pilot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What dispatcher and agent tell each other: a line of ASCII with a checksum and a number, so that
 * what others print into the stream is told apart, and nothing can be missing unnoticed.
 *
 * @param verb what it is about
 * @param fields the rest; any texts
 */
record Message(String verb, List<String> fields) {

  private static final char MARK = '@';
  private static final int CHECKSUM = 8;

  Message {
    fields = List.copyOf(fields);
  }

  static Message of(String verb, Object... fields) {
    List<String> texts = new ArrayList<>(fields.length);
    for (Object field : fields) {
      texts.add(field.toString());
    }
    return new Message(verb, texts);
  }

  /** A message with the number that it bears in its stream. */
  record Numbered(long number, Message message) {}

  /** As a line, without its end. */
  String line(long number) {
    StringBuilder body = new StringBuilder(64).append(number).append(' ').append(verb);
    for (String field : fields) {
      body.append(' ');
      escape(field, body);
    }
    return MARK + checksum(body.toString()) + " " + body;
  }

  /** The message in a line, or null if there is none: something may stand in front of it. */
  static @Nullable Numbered read(String line) {
    int mark = line.lastIndexOf(MARK);
    int begin = mark + CHECKSUM + 2;
    if (mark < 0 || line.length() < begin) {
      return null;
    }
    String body = line.substring(begin);
    if (!line.substring(mark + 1, begin).equals(checksum(body) + " ")) {
      return null;
    }
    String[] words = body.split(" ", -1);
    if (words.length < 2) {
      return null;
    }
    try {
      List<String> fields = new ArrayList<>(words.length - 2);
      for (int w = 2; w < words.length; w++) {
        fields.add(unescape(words[w]));
      }
      return new Numbered(Long.parseLong(words[0]), new Message(words[1], fields));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(US_ASCII));
    String hex = Long.toHexString(crc.getValue());
    return "0".repeat(CHECKSUM - hex.length()) + hex;
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 127 && c != '%' && c != MARK) {
        out.append(c);
      } else {
        out.append('%');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(c >> shift & 15, 16));
        }
      }
    }
  }

  private static String unescape(String word) {
    if (word.indexOf('%') < 0) {
      return word;
    }
    StringBuilder out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '%') {
        out.append((char) Integer.parseInt(word.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
