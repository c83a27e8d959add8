package org.interleave.imports;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.interleave.spec.Printable;

/** Names of task sets made of other people's, which may hold any characters. */
final class SetNames {

  /** The longest, so that a number still fits behind it. */
  private static final int MOST_CHARACTERS = 100;

  private static final int LONGEST_NAME = 1_000;
  private static final int MOST_OF_WORKFLOW = 128;

  private static final Pattern NUMBERED = Pattern.compile("(?:[_.-](?:ID)?[0-9]+)+$");
  private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{N}_+:@#-]+");
  private static final Pattern BEGIN = Pattern.compile("^[+:@#-]");

  private SetNames() {}

  /** The name without the number that tells equal tasks apart: {@code blast} of blast_ID0007. */
  static String kind(String name) {
    // A name of millions of numbers would be searched in more than linear time.
    String begin = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    String kind = NUMBERED.matcher(begin).replaceFirst("");
    return kind.isEmpty() ? "task" : kind;
  }

  /** A name of a workflow that a specification takes. */
  static String workflow(String given) {
    String name = Printable.of(given.strip());
    if (name.length() > MOST_OF_WORKFLOW) {
      int end = MOST_OF_WORKFLOW;
      name = name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }
    return name.isBlank() ? "workflow" : name.strip();
  }

  /** A name of a set that a specification takes. */
  static String allowed(String kind) {
    // Dots stand between the parts of a name where colons may not.
    String name = FOREIGN.matcher(kind.strip().replace('.', ':')).replaceAll("_");
    if (name.length() > MOST_CHARACTERS) {
      int end = MOST_CHARACTERS;
      name = name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }
    return name.isEmpty() ? "task" : BEGIN.matcher(name).replaceFirst("_");
  }

  /** Names for sets of the given kinds: numbered where several are of one kind. */
  static String[] of(List<String> kinds) {
    Map<String, Integer> counts = new HashMap<>();
    String[] names = kinds.stream().map(SetNames::allowed).toArray(String[]::new);
    for (String name : names) {
      counts.merge(name, 1, Integer::sum);
    }
    Set<String> used = new HashSet<>();
    counts.forEach(
        (name, times) -> {
          if (times == 1) {
            used.add(name);
          }
        });
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      if (counts.getOrDefault(name, 1) > 1) {
        do {
          names[i] = name + "#" + next.merge(name, 1, Integer::sum);
        } while (!used.add(names[i]));
      }
    }
    return names;
  }
}
