package org.interleave.execution.local;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code {name}} in the words of a command. {@code {{name}}} of a known name yields the
 * literal {@code {name}}; anything else in braces is left as it is.
 */
final class Placeholders {
  private static final String NAME =
      "(index|set|iteration|process|tasks|slots|gpus|attempt|duration|run|work|java|classpath)";
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
}
