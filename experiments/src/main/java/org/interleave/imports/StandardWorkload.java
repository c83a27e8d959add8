package org.interleave.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.cluster.NodeGroup;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Resources;

/**
 * The Standard Workload Format: lines of 18 numbers, -1 for what is not known, behind comments that
 * begin with a semicolon. A job may wait for one before it.
 */
final class StandardWorkload {

  private static final int FIELDS = 18;
  private static final int NUMBER = 0;
  private static final int SUBMIT = 1;
  private static final int WAIT = 2;
  private static final int RUNTIME = 3;
  private static final int ALLOCATED = 4;
  private static final int REQUESTED = 7;
  private static final int STATUS = 10;
  private static final int PROGRAM = 13;
  private static final int BEFORE = 16;
  private static final int THINK = 17;

  /**
   * Behind the line of a whole job, that of a part of it which ended with a checkpoint, or last.
   */
  private static final Set<Integer> PARTS = Set.of(2, 3, 4);

  private static final int CANCELLED = 5;

  private static final BigDecimal MOST = new BigDecimal("3e9");

  /** A heading such as {@code MaxProcs: 1,152 (1024 of them batch)}. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "(MaxProcs|MaxNodes):\\s*([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,8})(?![0-9,.]).*");

  private final Path file;
  private final Notes notes;
  private final TimedRun run;
  private final Map<Integer, Integer> taskOf = new HashMap<>();
  private final List<Integer> before = new ArrayList<>();
  private final List<String> unwaited = new ArrayList<>();
  private int processors;
  private int nodes;
  private int largest = 1;
  private int width;
  private boolean waited;

  private StandardWorkload(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.run = new TimedRun(file, notes, progress);
  }

  static ForeignRun read(Path file, Notes notes, IntConsumer progress) {
    StandardWorkload workload = new StandardWorkload(file, notes, progress);
    Lines.of(file, workload::line);
    return workload.run();
  }

  private ForeignRun run() {
    int[][] parents = run.apart();
    for (int t = 0; t < parents.length; t++) {
      int wanted = before.get(t);
      Integer parent = taskOf.get(wanted);
      if (parent != null && parent != t && (waited ? run.follows(t, parent) : parent < t)) {
        parents[t] = new int[] {parent};
      } else if (parent != null && parent != t) {
        notes.count("started before the job ended that it names: the edge is left out", run.id(t));
      } else if (wanted >= 0) {
        notes.count(
            "waited for a job that is not among these, or for itself: the edge is left out",
            run.id(t));
      }
    }
    for (String id : waited ? unwaited : List.<String>of()) {
      notes.count("had no time of waiting, which is taken as zero", id);
    }
    notes.add(
        "the processors are taken for one node, as the format does not tell which nodes a job had");
    if (width > FIELDS) {
      notes.add(
          "lines have "
              + width
              + " numbers, of which the format knows "
              + FIELDS
              + ": the others are left out, and so is what jobs wait for, as that may stand elsewhere");
    }
    return waited || parents.length == 0
        ? run.run(parents, machine())
        : run.untimed(parents, machine());
  }

  /** The machine that the heading names; none if it names none, and its use tells. */
  private List<NodeGroup> machine() {
    if (!waited) {
      notes.add(
          "no job has a time of waiting, so when they started is not known: there is no trace");
    } else {
      notes.add("the times of submission are in the trace only: a specification has none");
    }
    int named = processors > 0 || waited ? processors : nodes > 0 ? nodes : largest;
    if (processors == 0 && !waited) {
      notes.add(
          "no MaxProcs in the heading: "
              + (nodes > 0 ? "MaxNodes is taken" : "as many as the largest job had are taken"));
    }
    if (named > 0 && named < largest) {
      notes.add(
          (processors > 0 ? "MaxProcs is " + named : "there are " + named)
              + ", but a job had "
              + largest
              + ": that is taken for all");
    }
    int most = Math.max(named, largest);
    int atOnce = waited ? run.slotsAtOnce() : 0;
    if (named > 0 && atOnce > most) {
      notes.add(
          "by its times, jobs had "
              + atOnce
              + " processors at once, which are more than the "
              + most
              + " of the machine: some of its times are wrong");
    }
    return named == 0 ? List.of() : List.of(new NodeGroup(1, most, 1, 0, 0, 0));
  }

  private void line(int number, String text) {
    String line = text.strip();
    if (line.startsWith(";")) {
      heading(number, line.substring(1).strip());
    } else if (!line.isEmpty()) {
      job(number, line.split("\\s+"));
    }
  }

  private void heading(int number, String text) {
    Matcher m = MACHINE.matcher(text);
    if (m.matches()) {
      int value = Integer.parseInt(m.group(2).replace(",", ""));
      processors = m.group(1).equals("MaxProcs") ? value : processors;
      nodes = m.group(1).equals("MaxNodes") ? value : nodes;
    } else if (text.startsWith("MaxProcs:")) {
      notes.add("line " + number + ": '" + text + "' is no number of processors and is left out");
    }
  }

  private void job(int number, String[] cells) {
    // Simulators add numbers of their own behind the 18, to all lines the same.
    if (width == 0 && cells.length >= FIELDS) {
      width = cells.length;
    }
    if (cells.length != Math.max(FIELDS, width)) {
      throw at(
          number,
          1,
          "a job has "
              + Math.max(FIELDS, width)
              + " numbers, but this line has "
              + cells.length
              + (width > FIELDS ? ", unlike the first" : "")
              + "; is it cut, or not of this format?");
    }
    BigDecimal[] values = new BigDecimal[FIELDS];
    for (int c = 0; c < FIELDS; c++) {
      if (!cells[c].matches("-?[0-9]{1,12}(\\.[0-9]{0,12})?")
          || new BigDecimal(cells[c]).abs().compareTo(MOST) > 0) {
        throw at(number, c + 1, "'" + cells[c] + "' is not a number of this format");
      }
      values[c] = new BigDecimal(cells[c]);
    }
    String id = "job " + cells[NUMBER];
    if (PARTS.contains(values[STATUS].intValue()) && run.has(id)) {
      notes.count(
          "has lines of its parts between checkpoints: left out, as its first one has all", id);
      return;
    }
    long submitted = micros(values[SUBMIT]);
    long runtime = micros(values[RUNTIME]);
    int slots = values[ALLOCATED].intValue();
    int status = values[STATUS].intValue();
    if (runtime == 0 && (status == CANCELLED || slots == 0)) {
      notes.count("never started: left out", id);
      return;
    }
    if (slots <= 0) {
      slots = values[REQUESTED].intValue();
    }
    if (submitted < 0 || runtime < 0) {
      notes.count("had no submission or runtime: left out", id);
      return;
    }
    if (slots <= 0) {
      notes.count("had no number of processors: left out", id);
      return;
    }
    if (slots > Resources.MAX) {
      throw at(number, ALLOCATED + 1, slots + " processors are more than " + Resources.MAX);
    }
    if (runtime == 0) {
      notes.count("had a runtime of zero, which is taken as 1 us", id);
    }
    if (values[WAIT].signum() < 0) {
      unwaited.add(id);
    }
    boolean done = status == 1 || status == -1;
    if (!done) {
      notes.count("ended with status " + status + ": kept, for the time that was taken", id);
    }
    if (values[THINK].signum() > 0) {
      notes.count("had a think time behind the job before, which is not kept", id);
    }
    largest = Math.max(largest, slots);
    waited |= values[WAIT].signum() >= 0;
    taskOf.put(values[NUMBER].intValue(), run.size());
    before.add(width > FIELDS ? -1 : values[BEFORE].intValue());
    int program = values[PROGRAM].intValue();
    run.add(
        id,
        program < 0 ? "job" : "program-" + program,
        Resources.of(slots, 0),
        List.of(),
        submitted,
        submitted + Math.max(0, micros(values[WAIT])),
        Math.max(1, runtime),
        done,
        number);
  }

  private static long micros(BigDecimal seconds) {
    return seconds.movePointRight(6).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  private SpecException at(int line, int column, String message) {
    return new SpecException(new Position(file.toString(), line, column), message);
  }
}
