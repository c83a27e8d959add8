package org.interleave.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that the reader knows, as its source lists them where it opens its sections. */
final class ReaderKeys {

  private static final Path SOURCE = Path.of("../model/src/main/java/org/interleave/spec");

  /** {@code Section.of(name, node, "key", ...)}, of which the keys alone are of interest. */
  private static final Pattern CALL = Pattern.compile("(?:Section\\.of|(?<![.\\w])section)\\(");

  private static final Pattern LIST =
      Pattern.compile("String\\[\\] KEYS = \\{(.*?)}", Pattern.DOTALL);
  private static final Pattern KEY = Pattern.compile("\"([a-z][a-z-]*)\"");

  private ReaderKeys() {}

  static TreeSet<String> all() throws IOException {
    TreeSet<String> all = new TreeSet<>();
    all.add(new TreeSet<>(DurationReader.FAMILIES).toString());
    try (var files = Files.list(SOURCE)) {
      for (Path file : files.sorted().toList()) {
        String source = Files.readString(file);
        LIST.matcher(source).results().forEach(m -> all.add(keysIn(m.group(1))));
        Matcher call = CALL.matcher(source);
        while (call.find()) {
          List<String> arguments = arguments(source, call.end());
          if (arguments.size() > 2) {
            all.add(keysIn(String.join(",", arguments.subList(2, arguments.size()))));
          }
        }
      }
    }
    // Of calls whose keys are not literals, and of the methods' declarations.
    all.remove("[]");
    return all;
  }

  private static String keysIn(String text) {
    return new TreeSet<>(KEY.matcher(text).results().map(m -> m.group(1)).toList()).toString();
  }

  /** What stands between the commas up to the closing parenthesis. */
  private static List<String> arguments(String source, int from) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int start = from;
    for (int i = from; depth >= 0; i++) {
      char c = source.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0 || (depth == 0 && c == ',')) {
        arguments.add(source.substring(start, i));
        start = i + 1;
      }
    }
    return arguments;
  }
}
