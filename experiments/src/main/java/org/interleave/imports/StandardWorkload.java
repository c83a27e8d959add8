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

  private static final BigDecimal MOST = new BigDecimal("3e9");

  private final Path file;
  private final Notes notes;
  private final TimedRun run;
  private final Map<Integer, Integer> taskOf = new HashMap<>();
  private final List<Integer> before = new ArrayList<>();
  private int processors;
  private int largest = 1;

  private StandardWorkload(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.run = new TimedRun(file, progress);
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
      if (parent != null && parent != t && run.follows(t, parent)) {
        parents[t] = new int[] {parent};
      } else if (parent != null && parent != t) {
        notes.count("started before the job ended that it names: the edge is left out", run.id(t));
      } else if (wanted >= 0) {
        notes.count(
            "waited for a job that is not among these, or for itself: the edge is left out",
            run.id(t));
      }
    }
    notes.add(
        "the processors are taken for one node, as the format does not tell which nodes a job had");
    notes.add("the times of submission are in the trace only: a specification has none");
    if (processors > 0 && processors < largest) {
      notes.add(
          "MaxProcs is " + processors + ", but a job had " + largest + ": that is taken for all");
    }
    return run.run(
        parents,
        processors == 0
            ? List.of()
            : List.of(new NodeGroup(1, Math.max(processors, largest), 1, 0, 0, 0)));
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
    if (text.startsWith("MaxProcs:")) {
      String value = text.substring(text.indexOf(':') + 1).strip();
      if (!value.matches("[0-9]{1,8}.*") || value.matches("[0-9]{9,}.*")) {
        throw at(number, 1, "MaxProcs must be a whole number, not '" + value + "'");
      }
      processors = Integer.parseInt(value.replaceFirst("[^0-9].*", ""));
    }
  }

  private void job(int number, String[] cells) {
    if (cells.length != FIELDS) {
      throw at(number, 1, "a job has " + FIELDS + " numbers, but this line has " + cells.length);
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
      notes.count("had no time of waiting, which is taken as zero", id);
    }
    int status = values[STATUS].intValue();
    boolean done = status == 1 || status == -1;
    if (!done) {
      notes.count("ended with status " + status + ": kept, for the time that was taken", id);
    }
    if (values[THINK].signum() > 0) {
      notes.count("had a think time behind the job before, which is not kept", id);
    }
    largest = Math.max(largest, slots);
    taskOf.put(values[NUMBER].intValue(), run.size());
    before.add(values[BEFORE].intValue());
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
