package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.workflow.Resources;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sacct --parsable2} prints: a row a job, and more for its steps, which are left out.
 * Arrays are a row a task.
 */
final class SlurmAccounting {

  private static final Set<String> NO_DATE = Set.of("", "Unknown", "None", "N/A");
  private static final Pattern NODES =
      Pattern.compile("([^\\[\\],]+)(?:\\[([-0-9,]+)\\])?([^,\\[\\]]*)");
  private static final int MOST_NODES = 100_000;

  private final Path file;
  private final Notes notes;
  private final TimedRun run;
  private @Nullable Columns columns;
  private int steps;

  private SlurmAccounting(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.run = new TimedRun(file, progress);
  }

  static ForeignRun read(Path file, Notes notes, IntConsumer progress) {
    SlurmAccounting accounting = new SlurmAccounting(file, notes, progress);
    Lines.of(file, accounting::line);
    if (accounting.steps > 0) {
      notes.add(accounting.steps + " row(s) of steps are left out: jobs are what is imported");
    }
    notes.add("sacct does not tell what jobs wait for: sets are names of jobs without edges");
    notes.add(
        "nodes are taken to have as many cores and GPUs as were in use on them at once; set"
            + " cluster");
    return accounting.run.run(accounting.run.apart(), List.of());
  }

  private void line(int number, String text) {
    if (text.isBlank()) {
      return;
    }
    List<String> cells = List.of(text.split("\\|", -1));
    Columns c = columns;
    if (c == null) {
      c = new Columns(file, cells);
      c.need("JobID");
      c.need("Start");
      c.need("End");
      c.need("NCPUS", "AllocCPUS", "AllocTRES");
      columns = c;
    } else {
      c.row(number, cells);
      job(c);
    }
  }

  private void job(Columns c) {
    String id = c.cell("JobID");
    if (id.isEmpty()) {
      throw c.wrong("JobID", "the job has no JobID");
    }
    if (id.contains(".")) {
      steps++;
      return;
    }
    long started = date(c, "Start");
    long ended = date(c, "End");
    if (started < 0 || ended < 0) {
      notes.count("had not both a start and an end: left out", id);
      return;
    }
    if (ended < started) {
      throw c.wrong(
          "End",
          "the job '"
              + id
              + "' ends before it starts; if clocks were set back meanwhile, let sacct print"
              + " seconds: SLURM_TIME_FORMAT=%s");
    }
    if (ended == started) {
      notes.count("had a runtime of zero, which is taken as 1 us", id);
    }
    String state = c.cell("State");
    boolean done = state.isEmpty() || state.equals("COMPLETED");
    if (!done) {
      notes.count("ended as " + state.split(" ", 0)[0] + ": kept, for the time that was taken", id);
    }
    List<String> nodes = nodes(c);
    int cpus = c.whole("NCPUS", Resources.MAX, c.whole("AllocCPUS", Resources.MAX, 0));
    cpus = Math.max(cpus, tres(c, "cpu"));
    if (cpus == 0) {
      notes.count("had no number of CPUs, which is taken as 1", id);
      cpus = 1;
    }
    int gpus = tres(c, "gres/gpu");
    int processes = Math.max(1, nodes.size());
    if (cpus % processes != 0 || gpus % processes != 0) {
      notes.count("had cores or GPUs that the nodes can't share equally: rounded up", id);
    }
    Resources resources =
        new Resources(
            processes, (cpus + processes - 1) / processes, (gpus + processes - 1) / processes, 0);
    long submitted = date(c, "Submit");
    String name = c.cell("JobName");
    if (run.has(id)) {
      notes.count("came again, as a job that was started anew: kept as another", id);
    }
    run.add(
        run.has(id) ? id + " in line " + c.line() : id,
        name.isEmpty() ? "job" : name,
        resources,
        nodes,
        submitted < 0 ? -1 : Math.min(submitted, started),
        started,
        Math.max(1, ended - started),
        done,
        c.line());
  }

  private static long date(Columns c, String column) {
    String text = c.cell(column);
    if (NO_DATE.contains(text)) {
      return -1;
    }
    if (text.matches("[0-9]{1,10}")) {
      return Long.parseLong(text) * 1_000_000;
    }
    OptionalLong micros = Instants.micros(text);
    if (micros.isEmpty() || micros.getAsLong() < 0) {
      throw c.wrong(
          column, column + " must be a date such as 2024-05-01T12:00:00, not '" + text + "'");
    }
    return micros.getAsLong();
  }

  /** A number of a list such as {@code cpu=4,gres/gpu=1,mem=8G}. */
  private static int tres(Columns c, String key) {
    for (String part : c.cell("AllocTRES").split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).equals(key)) {
        String number = part.substring(equals + 1);
        if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) > Resources.MAX) {
          throw c.wrong("AllocTRES", key + " must be a whole number, not '" + number + "'");
        }
        return Integer.parseInt(number);
      }
    }
    return 0;
  }

  /** The nodes of a list such as {@code n[01-03,7],gpu1}. */
  private static List<String> nodes(Columns c) {
    String text = c.cell("NodeList");
    if (NO_DATE.contains(text) || text.equals("None assigned")) {
      return List.of();
    }
    List<String> nodes = expand(text);
    if (nodes.isEmpty()) {
      throw c.wrong("NodeList", "NodeList '" + text + "' is not a list of nodes");
    }
    return nodes;
  }

  /** The names of a list of nodes; none at all if it is not one. */
  static List<String> expand(String text) {
    List<String> nodes = new ArrayList<>();
    Matcher m = NODES.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!m.find(at) || m.start() != at) {
        return List.of();
      }
      for (String number : numbers(m.group(2) == null ? "" : m.group(2))) {
        nodes.add(m.group(1) + number + m.group(3));
      }
      at = m.end();
      if (nodes.size() > MOST_NODES || at < text.length() && text.charAt(at) != ',') {
        return List.of();
      }
      at++;
    }
    return nodes;
  }

  private static List<String> numbers(String ranges) {
    if (ranges.isEmpty()) {
      return List.of("");
    }
    List<String> numbers = new ArrayList<>();
    for (String range : ranges.split(",", 0)) {
      String[] ends = range.split("-", 0);
      boolean sound =
          Arrays.stream(ends).allMatch(e -> e.matches("[0-9]{1,6}"))
              && ends.length >= 1
              && ends.length <= 2;
      if (!sound) {
        return List.of();
      }
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int i = Integer.parseInt(ends[0]); i <= last && numbers.size() <= MOST_NODES; i++) {
        String number = Integer.toString(i);
        numbers.add("0".repeat(Math.max(0, ends[0].length() - number.length())) + number);
      }
    }
    return numbers;
  }
}
