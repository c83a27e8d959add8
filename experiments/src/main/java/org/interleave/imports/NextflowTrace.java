package org.interleave.imports;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.workflow.Resources;
import org.jspecify.annotations.Nullable;

/**
 * Nextflow's trace file: tab-separated, a row an attempt. It does not hold what waited for what.
 */
final class NextflowTrace {

  private static final Pattern PART =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)?");
  private static final String TAB = "\t";
  private static final String COLUMNS =
      "let Nextflow write it: trace.fields ="
          + " 'task_id,hash,name,status,submit,start,complete,realtime,cpus'";
  private static final String CUT = "was the file cut, or does a name hold a tab? mend that line";

  private final Path file;
  private final Notes notes;
  private final TimedRun run;
  private @Nullable Columns columns;

  private NextflowTrace(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.run = new TimedRun(file, notes, progress);
  }

  static ForeignRun read(Path file, Notes notes, IntConsumer progress) {
    NextflowTrace trace = new NextflowTrace(file, notes, progress);
    Lines.of(file, trace::line);
    notes.add("the trace does not hold what tasks wait for: sets are processes without edges");
    return trace.run.run(trace.run.apart(), List.of());
  }

  private void line(int number, String text) {
    if (text.isBlank()) {
      return;
    }
    List<String> cells = List.of(text.split(TAB, -1));
    Columns c = columns;
    if (c == null) {
      c = new Columns(file, cells);
      c.need(COLUMNS, "name", "process");
      c.need(COLUMNS, "realtime", "complete");
      c.need(COLUMNS, "start", "submit");
      columns = c;
    } else {
      c.row(number, cells, CUT);
      task(c);
    }
  }

  private void task(Columns c) {
    String name = c.first("name", "process");
    if (name.isEmpty()) {
      throw c.wrong("name", "the task has no name");
    }
    if (c.cell("status").equals("CACHED")) {
      notes.count("came from the cache and did not run: left out", name);
      return;
    }
    long submitted = instant(c, "submit");
    long started = instant(c, "start");
    long complete = instant(c, "complete");
    long realtime = duration(c, "realtime");
    long duration = duration(c, "duration");
    if (complete < 0 && submitted >= 0 && duration >= 0) {
      complete = submitted + duration;
    }
    if (started < 0 && complete >= 0 && realtime >= 0) {
      started = complete - realtime;
      notes.count("had no start, which is taken from the end and realtime", name);
    }
    if (realtime < 0 && complete >= 0 && started >= 0) {
      realtime = complete - started;
    }
    if (started < 0 || realtime < 0) {
      notes.count("had no times: left out", name);
      return;
    }
    if (realtime == 0) {
      notes.count("had a runtime of zero, which is taken as 1 us", name);
    }
    String status = c.cell("status");
    boolean done = status.isEmpty() || status.equals("COMPLETED");
    if (!done) {
      notes.count("ended as " + status + ": kept, for the time that was taken", name);
    }
    if (c.cell("cpus").isEmpty()) {
      notes.count("had no cpus, which is taken as 1", name);
    }
    int slots = Math.max(1, c.whole("cpus", Resources.MAX, 1));
    String id = run.has(name) ? name + " #" + c.first("task_id", "hash") : name;
    String process = c.cell("process");
    run.add(
        run.has(id) ? id + " in line " + c.line() : id,
        process.isEmpty() ? withoutTag(name) : process,
        Resources.of(slots, 0),
        c.cell("hostname").isEmpty() ? List.of() : List.of(c.cell("hostname")),
        submitted < 0 ? -1 : Math.min(submitted, started),
        started,
        Math.max(1, realtime),
        done,
        c.line());
  }

  /** {@code ALIGN} of {@code ALIGN (sample 1)}. */
  static String withoutTag(String name) {
    int tag = name.indexOf(" (");
    return tag > 0 ? name.substring(0, tag) : name;
  }

  /** A date, or milliseconds since 1970; -1 for none. */
  private static long instant(Columns c, String column) {
    String text = c.cell(column);
    if (text.isEmpty()) {
      return -1;
    }
    if (text.matches("[0-9]{1,14}")) {
      return Math.multiplyExact(Long.parseLong(text), 1_000L);
    }
    OptionalLong micros = Instants.micros(text);
    if (micros.isEmpty() || micros.getAsLong() < 0) {
      throw c.wrong(
          column, column + " must be a date such as 2024-05-01 12:00:00.000, not '" + text + "'");
    }
    return micros.getAsLong();
  }

  /** Times such as {@code 1h 2m 3s} and {@code 345ms}; a bare number is milliseconds. */
  static long micros(String text) {
    if (text.length() > 100) {
      return -1;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (String part : text.strip().split("\\s+", 0)) {
      Matcher m = PART.matcher(part);
      if (!m.matches()) {
        return -1;
      }
      String unit = m.group(2) == null ? "ms" : m.group(2);
      long micros =
          switch (unit) {
            case "s" -> 1_000_000L;
            case "m" -> 60_000_000L;
            case "h" -> 3_600_000_000L;
            case "d" -> 86_400_000_000L;
            default -> 1_000L;
          };
      sum = sum.add(new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(micros)));
    }
    return sum.doubleValue() <= WfFormatFile.MOST_SECONDS * 1e6 ? sum.longValue() : -1;
  }

  private static long duration(Columns c, String column) {
    String text = c.cell(column);
    if (text.isEmpty()) {
      return -1;
    }
    long micros = micros(text);
    if (micros < 0) {
      throw c.wrong(column, column + " must be a time such as 1m 2s, not '" + text + "'");
    }
    return micros;
  }
}
