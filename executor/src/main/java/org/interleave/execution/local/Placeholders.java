package org.interleave.execution.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.workflow.Suggestion;

/**
 * Replaces {@code {name}} in the words of a command. {@code {{name}}} of a known name yields the
 * literal {@code {name}}; anything else in braces is left as it is.
 */
final class Placeholders {
  private static final List<String> NAMES =
      List.of(
          "index",
          "set",
          "iteration",
          "process",
          "tasks",
          "slots",
          "gpus",
          "attempt",
          "duration",
          "run",
          "work",
          "java",
          "classpath");
  private static final String NAME = "(" + String.join("|", NAMES) + ")";
  private static final Pattern KNOWN =
      Pattern.compile("\\{\\{" + NAME + "\\}\\}|\\{" + NAME + "\\}");

  private final Map<String, String> values;

  /**
   * Placeholders with their values.
   *
   * @param values one for every known name
   */
  Placeholders(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The text with the values in place. What a value holds is not looked at again. */
  String in(String text) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    Matcher matcher = KNOWN.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String literal = matcher.group(1);
      String value =
          literal != null ? "{" + literal + "}" : values.getOrDefault(matcher.group(2), "");
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }

  /** Whether something in the text would be replaced. */
  static boolean isIn(String text) {
    return KNOWN.matcher(text).find();
  }

  /**
   * Words in braces that look like a slip in the name of a placeholder, each with what was meant.
   */
  static List<String> doubts(String text) {
    List<String> doubts = new ArrayList<>();
    Matcher word = Pattern.compile("(?<!\\{)\\{([a-z]{2,12})\\}(?!\\})").matcher(text);
    while (word.find()) {
      String meant = isIn(word.group()) ? "" : Suggestion.of(word.group(1), NAMES);
      if (!meant.isEmpty()) {
        doubts.add(word.group() + " is no placeholder and is left as it is" + meant);
      }
    }
    return doubts;
  }
}
