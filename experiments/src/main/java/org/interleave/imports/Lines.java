package org.interleave.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/** Goes through a text file line by line, however large it is. */
final class Lines {

  private static final int LONGEST = 1 << 20;

  private Lines() {}

  /** What is done with a line. */
  interface Line {
    void take(int number, String text);
  }

  /**
   * Reads a file.
   *
   * @throws SpecException if it is not a text in UTF-8, or has a line of more than a million
   *     characters
   */
  static void of(Path file, Line line) {
    int number = 1;
    try (Reader in =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      StringBuilder text = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          line.take(number, stripped(number, text));
          text.setLength(0);
          number++;
        } else if (text.length() == LONGEST) {
          throw new SpecException(
              new Position(file.toString(), number, 1),
              "this line has more than " + LONGEST + " characters; is it a text file?");
        } else {
          text.append((char) c);
        }
      }
      if (text.length() > 0) {
        line.take(number, stripped(number, text));
      }
    } catch (CharacterCodingException e) {
      throw new SpecException(
          new Position(file.toString(), number, 1),
          "this is not a text in UTF-8; if it is one in another encoding, convert it first:"
              + " iconv -f latin1 -t utf-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stripped(int number, StringBuilder text) {
    int end = text.length() > 0 && text.charAt(text.length() - 1) == '\r' ? 1 : 0;
    int begin = number == 1 && text.length() > 0 && text.charAt(0) == '\uFEFF' ? 1 : 0;
    return text.substring(begin, Math.max(begin, text.length() - end));
  }
}
