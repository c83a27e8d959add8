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
  private static final Set<String> NO_NODES =
      Set.of("", "Unknown", "None", "N/A", "None assigned", "(null)");
  private static final Pattern PART = Pattern.compile("([^\\[\\],]*)(?:\\[([-0-9,]+)\\])?");
  private static final Pattern ELAPSED =
      Pattern.compile("(?:([0-9]{1,6})-)?(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{2})(?:\\.[0-9]+)?");
  private static final Pattern GRES = Pattern.compile("gpu(?::[^:,()]+)?:([0-9]{1,9})(?:\\(.*)?");
  private static final String GPU = "gres/gpu";
  private static final int MOST_NODES = 100_000;
  static final String COMMAND =
      "write it with: sacct --parsable2"
          + " --format=JobID,JobName,Submit,Start,End,AllocCPUS,AllocTRES,State,NodeList";
  private static final String CUT =
      "was the file cut, or does a name hold a '|'? mend that line, or leave out free text such as"
          + " SubmitLine";

  private final Path file;
  private final Notes notes;
  private final TimedRun run;
  private @Nullable Columns columns;
  private String separator = "\\|";
  private int steps;

  private SlurmAccounting(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.run = new TimedRun(file, notes, progress);
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
    Columns c = columns;
    if (c == null) {
      separator = text.contains("|") ? "\\|" : "\t";
      c = new Columns(file, List.of(text.split(separator, -1)));
      c.need(COMMAND, "JobID", "JobIDRaw");
      if (!c.has("Elapsed") && !c.has("ElapsedRaw") || !c.has("Start") && !c.has("End")) {
        c.need(COMMAND, "Start");
        c.need(COMMAND, "End");
      }
      c.need(COMMAND, "NCPUS", "AllocCPUS", "AllocTRES");
      columns = c;
    } else {
      c.row(number, List.of(text.split(separator, -1)), CUT);
      job(c);
    }
  }

  private void job(Columns c) {
    String id = c.first("JobID", "JobIDRaw");
    if (id.isEmpty()) {
      throw c.wrong("JobID", "the job has no JobID");
    }
    if (id.contains(".")) {
      steps++;
      return;
    }
    long started = date(c, "Start");
    long ended = date(c, "End");
    long elapsed = elapsed(c);
    if (elapsed >= 0 && started < 0 && !c.has("Start")) {
      started = Math.max(-1, ended - elapsed);
    }
    // A job that still runs has no end yet, and what elapsed says is not its runtime.
    if (elapsed >= 0 && started >= 0 && !c.has("End") && !c.cell("State").equals("RUNNING")) {
      ended = started + elapsed;
    }
    if (started < 0 || ended < 0) {
      notes.count("had not both a start and an end: left out", id);
      return;
    }
    if (ended <= started && c.cell("NodeList").equals("None assigned")) {
      notes.count("never had a node: left out", id);
      return;
    }
    if (ended < started && elapsed >= 0) {
      notes.count(
          "had an end before the start, as clocks were set back: Elapsed tells the end", id);
      ended = started + elapsed;
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
    int gpus = gpus(c);
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

  /** A time such as {@code 1-02:03:04}, or -1. */
  private static long elapsed(Columns c) {
    String raw = c.cell("ElapsedRaw");
    if (raw.matches("[0-9]{1,10}")) {
      return Long.parseLong(raw) * 1_000_000;
    }
    Matcher m = ELAPSED.matcher(c.cell("Elapsed"));
    if (!m.matches()) {
      return -1;
    }
    long hours = number(m.group(1)) * 24 + number(m.group(2));
    return ((hours * 60 + number(m.group(3))) * 60 + number(m.group(4))) * 1_000_000;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** GPUs of all types, or else the sum over their types, or else what versions to 20.02 wrote. */
  private static int gpus(Columns c) {
    int all = tres(c, GPU);
    if (all > 0) {
      return all;
    }
    long sum = 0;
    for (String part : c.cell("AllocTRES").split(",", -1)) {
      if (part.startsWith(GPU + ":") && part.indexOf('=') > 0) {
        sum += tres(c, part.substring(0, part.indexOf('=')));
      }
    }
    for (String part : sum > 0 ? new String[0] : c.cell("AllocGRES").split(",", -1)) {
      Matcher m = GRES.matcher(part);
      sum += m.matches() ? number(m.group(1)) : 0;
    }
    if (sum > Resources.MAX) {
      throw c.wrong("AllocTRES", sum + " GPUs are more than " + Resources.MAX);
    }
    return (int) sum;
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
    if (NO_NODES.contains(text)) {
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
    int at = 0;
    while (at < text.length()) {
      List<String> names = List.of("");
      int begin = at;
      // A name is made of parts, each with numbers or without: x[1-2]y[3-4] are four nodes.
      Matcher m = PART.matcher(text);
      while (at < text.length() && text.charAt(at) != ',') {
        if (!m.find(at) || m.start() != at || m.end() == at) {
          return List.of();
        }
        List<String> numbers = numbers(m.group(2) == null ? "" : m.group(2));
        if ((long) names.size() * numbers.size() > MOST_NODES) {
          return List.of();
        }
        String word = m.group(1);
        names = names.stream().flatMap(n -> numbers.stream().map(i -> n + word + i)).toList();
        at = m.end();
      }
      nodes.addAll(names);
      if (at == begin || nodes.size() > MOST_NODES) {
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
