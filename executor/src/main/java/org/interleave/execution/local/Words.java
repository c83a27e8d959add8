package org.interleave.execution.local;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the words of a command reach the program as UTF-8. Java encodes them for the locale it was
 * started in, which cannot be changed later; in a locale like C or POSIX a shell puts together what
 * Java could not write.
 */
final class Words {
  /** Java 17 encodes words by the first, later ones by the second. */
  private static final boolean UTF_8 =
      Charset.defaultCharset().equals(StandardCharsets.UTF_8)
          && "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  private Words() {}

  /** Whether Java itself passes the text on as UTF-8, as a word or as the name of a file. */
  static boolean canPass(String text) {
    return UTF_8 || isAscii(text);
  }

  /**
   * What is wrong with a text that no program can be given; empty if nothing.
   *
   * @param what the text is, for the message
   */
  static String fault(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      return what + " holds a NUL character, which no program can be given; remove it";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return what + " holds half a character (a lone surrogate); remove it";
    }
    return "";
  }

  /**
   * A command that Java can pass on, and which becomes the given one.
   *
   * @param front what stands in front of the program; its words are passed on as they are
   * @param environment variables that Java can't pass on
   */
  static List<String> encoded(
      List<String> front, Map<String, String> environment, List<String> argv) {
    if (environment.isEmpty() && argv.stream().allMatch(Words::canPass)) {
      List<String> words = new ArrayList<>(front);
      words.addAll(argv);
      return words;
    }
    return List.of("sh", "-c", script(front, environment, argv));
  }

  /** A line of ASCII that executes the command. */
  static String script(List<String> front, Map<String, String> environment, List<String> argv) {
    StringBuilder assignments = new StringBuilder();
    StringBuilder command = new StringBuilder("exec");
    int[] number = {0};
    for (String word : front) {
      append(word, number, assignments, command);
    }
    if (!environment.isEmpty()) {
      command.append(" env");
      environment.forEach(
          (name, value) -> append(name + "=" + value, number, assignments, command));
    }
    for (String word : argv) {
      append(word, number, assignments, command);
    }
    return assignments.append(command).toString();
  }

  private static void append(
      String word, int[] number, StringBuilder assignments, StringBuilder command) {
    String name = "w" + number[0]++;
    // A shell drops line ends at the end of what a command prints: the dot saves them.
    assignments.append(name).append("=$(printf '");
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      if (b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z') {
        assignments.append((char) b);
      } else {
        assignments.append('\\').append(octal(b & 0xff));
      }
    }
    assignments.append(".'); ").append(name).append("=${").append(name).append("%.}; ");
    command.append(" \"$").append(name).append('"');
  }

  private static String octal(int b) {
    return "" + (b >> 6) + (b >> 3 & 7) + (b & 7);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
