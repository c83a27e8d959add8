package org.interleave.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.RecordedTask;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * RADICAL-Pilot's profiles: lines of {@code time,event,comp,thread,uid,state,msg}, one or several
 * files for each component and each task. What is known of a task is gathered from all of them;
 * where it lay and what it occupied is in none. Versions of 2017 wrote {@code
 * time,name,uid,state,event,msg} with a colon in each name, and for a while that heading above
 * lines of today's order: so the lines tell, and not the heading.
 */
final class RadicalProfiles {

  private static final String ENDING = ".prof";
  private static final int MOST_DEPTH = 8;
  private static final int MOST_FILES = 1_000_000;
  private static final int SOME = 1_000;
  private static final int TIME = 0;
  private static final int EVENT = 1;
  private static final int UID = 4;
  private static final int STATE = 5;
  private static final int FEWEST = 5;
  private static final int OLD_NAME = 1;
  private static final int OLD_UID = 2;
  private static final int OLD_STATE = 3;
  private static final int OLD_EVENT = 4;

  /** Until 2018 the bootstrap counted its seconds from 0, where all others wrote dates. */
  private static final long EARLIEST_DATE = 100_000_000_000_000L;

  /** Clocks of one session agree better than that. */
  private static final long OTHER_SESSION = 1_000_000;

  // What comes first counts, where several events were written.
  private static final List<String> DISPATCHED = List.of("schedule_ok");
  private static final List<String> STARTED =
      List.of(
          "rank_start",
          "app_start",
          "cu_exec_start", // before tasks were tasks, exec_start was what came before their script
          "task_exec_start",
          "exec_start",
          "launch_start",
          "task_run_start",
          "task_start");
  private static final List<String> ENDED =
      List.of(
          "rank_stop",
          "app_stop",
          "cu_exec_stop",
          "task_exec_stop",
          "exec_stop",
          "launch_stop",
          "task_run_stop",
          "task_stop");
  private static final List<String> FREED = List.of("unschedule_stop", "unschedule_start");
  private static final List<String> BOOTSTRAPS = List.of("bootstrap_0_start", "bootstrap_1_start");
  private static final String SYNCHRONIZED = "sync_rel";

  private static final class Seen {
    final Map<String, Long> first = new TreeMap<>();
    final Map<String, Long> last = new TreeMap<>();
    String state = "";

    long first(List<String> events) {
      return of(events, first);
    }

    long last(List<String> events) {
      return of(events, last);
    }

    private static long of(List<String> events, Map<String, Long> times) {
      for (String event : events) {
        Long time = times.get(event);
        if (time != null) {
          return time;
        }
      }
      return -1;
    }
  }

  /** What is known of the begin of a pilot, dates apart from seconds of its own. */
  private static final class Pilot {
    long bootstrap = -1;
    long bootstrapSeconds = -1;
    long synchronizedSeconds = -1;
    long synchronizedAt = -1;
  }

  private final Path source;
  private final Notes notes;
  private final Map<String, Seen> tasks = new TreeMap<>();
  private final Map<String, Pilot> pilots = new TreeMap<>();
  private long begin = Long.MAX_VALUE;
  private @Nullable SpecException cut;
  private int ends;

  private RadicalProfiles(Path source, Notes notes) {
    this.source = source;
    this.notes = notes;
  }

  /** Reads a profile, or all in a folder and in those below it. */
  static RadicalTable read(Path source, Notes notes, IntConsumer progress) {
    RadicalProfiles profiles = new RadicalProfiles(source, notes);
    List<Path> files = files(source);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Lines.of(file, (number, line) -> profiles.line(file, number, line));
      profiles.end();
      if (i % SOME == 0) {
        progress.accept(i);
      }
    }
    return profiles.table();
  }

  private static List<Path> files(Path source) {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> walk = Files.walk(source, MOST_DEPTH)) {
      List<Path> files =
          walk.filter(f -> f.toString().endsWith(ENDING) && Files.isRegularFile(f))
              .limit(MOST_FILES + 1L)
              .sorted()
              .toList();
      if (files.isEmpty() || files.size() > MOST_FILES) {
        throw new SpecException(
            new Position(source.toString(), 1, 1),
            files.isEmpty()
                ? "there is no profile (*.prof) in this folder or below it"
                : "more than " + MOST_FILES + " profiles; name the folder of one pilot");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pilot that is killed leaves lines unfinished, but only at the end of a profile. */
  private void end() {
    ends += cut == null ? 0 : 1;
    cut = null;
  }

  private void line(Path file, int number, String line) {
    if (cut != null) {
      throw cut;
    }
    if (line.isBlank() || line.startsWith("#") || line.startsWith("time,")) {
      return;
    }
    String[] cells = line.split(",", -1);
    if (cells.length < FEWEST || !cells[TIME].strip().matches("[0-9]{1,12}(\\.[0-9]{0,12})?")) {
      cut =
          new SpecException(
              new Position(file.toString(), number, 1),
              "a line of a profile is time,event,comp,thread,uid,state,msg, but this is not");
      return;
    }
    long time =
        new BigDecimal(cells[TIME].strip())
            .movePointRight(6)
            .setScale(0, RoundingMode.HALF_EVEN)
            .longValueExact();
    boolean old = cells[OLD_NAME].contains(":");
    String event = cells[old ? OLD_EVENT : EVENT].strip();
    String uid = cells[old ? OLD_UID : UID].strip();
    if (BOOTSTRAPS.contains(event) || event.equals(SYNCHRONIZED)) {
      pilot(file, number, event, uid, time);
    }
    if (!uid.startsWith("task.") && !uid.startsWith("unit.")) {
      return;
    }
    if (tasks.size() > Workflow.MAX_TASKS / 10) {
      throw new SpecException(
          new Position(file.toString(), number, 1),
          "more than " + Workflow.MAX_TASKS / 10 + " tasks; name the folder of one pilot");
    }
    begin = Math.min(begin, time);
    Seen seen = tasks.computeIfAbsent(uid, u -> new Seen());
    seen.first.merge(event, time, Math::min);
    seen.last.merge(event, time, Math::max);
    int column = old ? OLD_STATE : STATE;
    String state = cells.length > column ? cells[column].strip() : "";
    if (List.of("FAILED", "CANCELED").contains(state)
        || state.equals("DONE") && seen.state.isEmpty()) {
      seen.state = state;
    }
  }

  private void pilot(Path file, int number, String event, String uid, long time) {
    Pilot pilot = pilots.computeIfAbsent(uid, u -> new Pilot());
    boolean date = time >= EARLIEST_DATE;
    if (event.equals(SYNCHRONIZED)) {
      pilot.synchronizedAt = date ? time : pilot.synchronizedAt;
      pilot.synchronizedSeconds = date ? pilot.synchronizedSeconds : time;
      return;
    }
    long known = date ? pilot.bootstrap : pilot.bootstrapSeconds;
    if (date && known >= 0 && Math.abs(known - time) > OTHER_SESSION) {
      throw new SpecException(
          new Position(file.toString(), number, 1),
          "the pilot '"
              + uid
              + "' began at another time in a profile before: these are several sessions; name the"
              + " folder of one");
    }
    pilot.bootstrap = date ? time : pilot.bootstrap;
    pilot.bootstrapSeconds = date ? pilot.bootstrapSeconds : time;
  }

  /** When the first pilot began, on the clock of the tasks; -1 if that is not known. */
  private long bootstrap() {
    boolean dates = begin >= EARLIEST_DATE;
    long first = -1;
    for (Pilot p : pilots.values()) {
      long at = dates ? p.bootstrap : p.bootstrapSeconds;
      if (dates && at < 0 && p.bootstrapSeconds >= 0 && p.synchronizedSeconds >= 0) {
        // The bootstrap and the agent both write an event at the moment when one starts the other.
        at =
            p.synchronizedAt < 0
                ? -1
                : p.synchronizedAt - p.synchronizedSeconds + p.bootstrapSeconds;
      }
      first = at >= 0 && (first < 0 || at < first) ? at : first;
    }
    return first;
  }

  private long firstInPilot() {
    long first = Long.MAX_VALUE;
    for (Seen seen : tasks.values()) {
      for (List<String> events : List.of(DISPATCHED, STARTED)) {
        long at = seen.first(events);
        first = at >= 0 ? Math.min(first, at) : first;
      }
    }
    return first;
  }

  /** Names of tasks begin anew in each session, so in a folder of several they would be mixed. */
  private void checkScheduledOnce(String uid, Seen seen) {
    if (seen.last(DISPATCHED) - seen.first(DISPATCHED) > OTHER_SESSION) {
      throw new SpecException(
          new Position(source.toString(), 1, 1),
          "the task '"
              + uid
              + "' was scheduled at two times: these are several sessions; name the folder of one");
    }
  }

  private RadicalTable table() {
    long bootstrap = bootstrap();
    // Clients hand in tasks before a pilot begins, so their first event may be earlier than it.
    boolean booted = bootstrap >= 0 && bootstrap <= firstInPilot();
    long zero = booted ? bootstrap : begin;
    List<RecordedTask> recorded = new ArrayList<>();
    for (Map.Entry<String, Seen> entry : tasks.entrySet()) {
      Seen seen = entry.getValue();
      String uid = entry.getKey();
      checkScheduledOnce(uid, seen);
      long start = seen.first(STARTED);
      long stop = seen.last(ENDED);
      if (start < 0 || stop < start) {
        notes.count("had no start and stop in the profiles: left out", uid);
        continue;
      }
      if (stop - start > TimedRun.MOST_MICROS) {
        throw new SpecException(
            new Position(source.toString(), 1, 1),
            "the task '" + uid + "' ran for more than a century; are its times right?");
      }
      long dispatched = seen.first(DISPATCHED);
      long freed = seen.last(FREED);
      if (dispatched < 0 || dispatched > start || freed < stop) {
        notes.count("had no instants of scheduling, which are taken from start and stop", uid);
      }
      boolean done = seen.state.isEmpty() || seen.state.equals("DONE");
      if (!done) {
        notes.count("ended as " + seen.state, uid);
      }
      recorded.add(
          new RecordedTask(
              uid,
              "pipeline",
              "stage",
              "tasks",
              1,
              1,
              0,
              0,
              Math.max(1, stop - start),
              (dispatched < 0 || dispatched > start ? start : dispatched) - zero,
              start - zero,
              stop - zero,
              Math.max(stop, freed) - zero,
              done));
    }
    if (recorded.isEmpty()) {
      throw new SpecException(
          new Position(source.toString(), 1, 1),
          "no task of these profiles has both a start and a stop; name the folder of a pilot, with"
              + " the profiles of its agent and its tasks");
    }
    if (ends > 0) {
      notes.add(ends + " profile(s) end within a line, which is left out");
    }
    notes.add(
        booted
            ? "time zero is the start of the bootstrap"
            : "time zero is the first event of a task: no profile tells when the bootstrap began");
    notes.add(
        "profiles do not hold what tasks occupied, where, and what they waited for: each is taken"
            + " to have one slot of one node, and all to be one set");
    return new RadicalTable(source.toString(), recorded, List.of());
  }
}
