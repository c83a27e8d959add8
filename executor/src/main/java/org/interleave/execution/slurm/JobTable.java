package org.interleave.execution.slurm;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what squeue and sacct print of jobs. In columns rather than in JSON: that form differs from
 * version to version, and the first versions that have it print every job of the site.
 */
final class JobTable {

  /** The columns of squeue: number, state, nodes, reason. */
  static final String FORMAT = "%i|%T|%N|%r";

  /** The columns of sacct. */
  static final String ACCOUNTED = "JobID,State,NodeList";

  private static final Pattern STATE = Pattern.compile("[A-Z][A-Z_]*\\+?( .*)?");
  private static final Pattern ID =
      Pattern.compile("([1-9][0-9]{0,17})(?:_([0-9]{1,9}))?(?:\\+0)?");

  private JobTable() {}

  /** The jobs in the answer of squeue. */
  static TreeMap<JobId, JobState> states(String out) {
    TreeMap<JobId, JobState> states = new TreeMap<>();
    for (String line : (Iterable<String>) out.lines()::iterator) {
      if (!line.isBlank()) {
        String[] columns = line.strip().split("\\|", 4);
        if (columns.length < 4) {
          throw new IllegalArgumentException("'" + line.strip() + "'");
        }
        states.put(id(columns[0]), state(columns[1], columns[3], columns[2]));
      }
    }
    return states;
  }

  /** The jobs in the answer of sacct; tasks of an array that never began are left out. */
  static TreeMap<JobId, JobState> accounted(String out) {
    TreeMap<JobId, JobState> states = new TreeMap<>();
    for (String line : (Iterable<String>) out.lines()::iterator) {
      String[] columns = line.strip().split("\\|", 3);
      if (columns.length == 3 && ID.matcher(columns[0]).matches()) {
        states.put(id(columns[0]), state(columns[1], "", columns[2]));
      }
    }
    return states;
  }

  /** The distinct numbers of jobs, one a line; of array tasks the number of the array. */
  static TreeSet<Long> numbers(String out) {
    TreeSet<Long> numbers = new TreeSet<>();
    for (String line : (Iterable<String>) out.lines()::iterator) {
      String word = line.strip();
      if (!word.isEmpty()) {
        numbers.add(id(word.replaceFirst("_\\[.*", "")).job());
      }
    }
    return numbers;
  }

  private static JobState state(String word, String reason, String nodes) {
    if (!STATE.matcher(word.strip()).matches()) {
      throw new IllegalArgumentException("the state '" + word + "'");
    }
    return JobState.of(word.strip(), OneLine.of(reason), known(nodes.strip()));
  }

  private static String known(String nodes) {
    return nodes.equals("None assigned") || nodes.equals("(null)") ? "" : OneLine.of(nodes);
  }

  private static JobId id(String text) {
    Matcher m = ID.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException("the job '" + text + "'");
    }
    return new JobId(
        Long.parseLong(m.group(1)),
        m.group(2) == null ? JobId.WHOLE : Integer.parseInt(m.group(2)));
  }
}
