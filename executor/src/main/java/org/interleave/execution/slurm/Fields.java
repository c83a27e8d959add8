package org.interleave.execution.slurm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A line of {@code scontrol -o show}: KEY=VALUE and blanks between. */
record Fields(Map<String, String> values) {

  /** From here on people's own words stand in the line, which may look like anything. */
  private static final Pattern FREE = Pattern.compile(" (Reason|Comment|Extra|AdminComment)=");

  private static final Pattern BLANK = Pattern.compile(" +");

  /** The lines that begin with the given key. */
  static List<Fields> of(String out, String key) {
    List<Fields> all = new ArrayList<>();
    for (String line : (Iterable<String>) out.lines()::iterator) {
      if (line.startsWith(key + "=")) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : BLANK.split(FREE.split(line, 2)[0], -1)) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            values.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
          }
        }
        all.add(new Fields(values));
      } else if (!line.isBlank()) {
        throw new IllegalArgumentException("'" + OneLine.of(line) + "'");
      }
    }
    return all;
  }

  /** A value that must be there. */
  String need(String key) {
    String value = values.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  /** A value, or the given one if there is none. */
  String text(String key, String otherwise) {
    String value = values.get(key);
    return value == null || value.isEmpty() || value.equals("(null)") ? otherwise : value;
  }

  /** A whole number from 0 to a billion. */
  int number(String key, int otherwise) {
    String value = text(key, "");
    if (value.isEmpty() || value.equals("N/A")) {
      return otherwise;
    }
    int number = Integer.parseInt(value);
    if (number < 0 || number > 1_000_000_000) {
      throw new IllegalArgumentException(key + "=" + value);
    }
    return number;
  }
}
