package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interleave.Overheads;
import org.interleave.Progress;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.execution.RunListener;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.Simulator;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a real run goes on: on a terminal a few lines that are drawn again and again, elsewhere
 * a line for each set that begins or ends and one every half minute. The time that is left comes
 * from a simulation of what is left; sets that execute commands count as long as theirs took so
 * far.
 */
final class LiveView implements RunListener, AutoCloseable {

  private static final int MOST_SETS = 16;
  private static final int MOST_SIMULATED = 100_000;
  private static final long PLAIN_NANOS = 30_000_000_000L;
  private static final int BAR = 24;
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private static final String OUTPUT = "see output/";

  private final PrintWriter err;
  private final Path folder;
  private final Scenario scenario;
  private final WorkflowGraph graph;
  private final String title;
  private final boolean terminal;
  private final Map<String, double[]> observed = new HashMap<>();
  private final Thread drawer;
  private volatile @Nullable Progress progress;
  private volatile long progressNanos;
  private volatile boolean closed;
  private final SetCounts[] shown;
  private int lines;
  private long lastTold;
  private long lastPlain = System.nanoTime();
  private long nextSimulation;
  private long endMicros = -1;

  /**
   * A view.
   *
   * @param folder of the run: its backend names files as they lie in there
   */
  LiveView(PrintWriter err, Scenario scenario, String title, Path folder) {
    this.err = err;
    this.folder = folder;
    this.scenario = scenario.withOverheads(Overheads.NONE);
    this.graph = scenario.workload().graph();
    this.title = title;
    this.terminal = Boolean.getBoolean("interleave.terminal");
    this.shown = new SetCounts[graph.instances().size()];
    this.drawer = new Thread(this::draw, "live view");
    drawer.setDaemon(true);
    drawer.start();
  }

  @Override
  public void progress(Progress now) {
    progressNanos = System.nanoTime();
    progress = now;
  }

  /** The run's clock goes on while nothing changes. */
  private long nowMicros(Progress last) {
    return last.nowMicros() + (System.nanoTime() - progressNanos) / 1_000;
  }

  @Override
  public void ended(TaskRecord attempt, String why) {
    if (attempt.end() == TaskEnd.DONE) {
      synchronized (observed) {
        double[] sum = observed.computeIfAbsent(attempt.set(), s -> new double[2]);
        sum[0]++;
        sum[1] += attempt.endedMicros() - attempt.startedMicros();
      }
    } else if (attempt.end() == TaskEnd.FAILED) {
      note(
          attempt.label(graph.workflow().iterations())
              + " #"
              + attempt.index()
              + ", attempt "
              + attempt.attempt()
              + ", failed"
              + (why.isEmpty() ? "" : ": " + why.replace(OUTPUT, "see " + folder + "/output/")));
    }
  }

  @Override
  public synchronized void note(String line) {
    wipe();
    err.println(line);
    err.flush();
  }

  private void draw() {
    while (!closed) {
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        return;
      }
      Progress last = progress;
      if (last != null && !closed) {
        Progress now = untilNow(last);
        simulateRest(now);
        show(now);
      }
    }
  }

  /** Time goes on where nothing else does, and nothing is told then. */
  private Progress untilNow(Progress last) {
    long since = Math.max(0, System.nanoTime() - progressNanos) / 1_000;
    return new Progress(last.nowMicros() + since, last.done(), last.failed(), last.runningSince());
  }

  private synchronized void show(Progress now) {
    if (closed) {
      return;
    }
    if (terminal) {
      drawBlock(now);
    } else {
      tellChanges(now);
    }
  }

  private void drawBlock(Progress now) {
    List<String> block = new ArrayList<>();
    block.add(title + "  " + seconds(nowMicros(now)) + " elapsed" + left(now));
    block.add(resources(now));
    SetCounts[] counts = SetCounts.of(graph, now);
    List<SetCounts> rows =
        Arrays.stream(counts).filter(c -> c.begun() && !c.over()).limit(MOST_SETS).toList();
    rows.forEach(c -> block.add(row(c)));
    long over = Arrays.stream(counts).filter(SetCounts::over).count();
    long waiting =
        counts.length - over - Arrays.stream(counts).filter(c -> c.begun() && !c.over()).count();
    block.add("  sets: " + over + " over, " + waiting + " waiting");
    wipe();
    err.print(NO_WRAP); // else rows that are too long would take two lines
    block.forEach(err::println);
    err.print(WRAP);
    err.flush();
    lines = block.size();
  }

  /** Takes the lines that were drawn last away. */
  private void wipe() {
    if (lines > 0) {
      err.print("\u001b[" + lines + "A\u001b[J");
      lines = 0;
    }
  }

  private static String row(SetCounts c) {
    int full = c.tasks() == 0 ? BAR : (int) ((long) BAR * (c.done() + c.failed()) / c.tasks());
    int busy = (int) Math.ceil((double) BAR * c.running() / c.tasks());
    String bar = "#".repeat(full) + "-".repeat(Math.min(busy, BAR - full));
    return String.format(
        Locale.ROOT,
        "  %-24.24s [%-" + BAR + "s] %d waiting, %d running, %d done%s",
        c.set().label(),
        bar,
        c.waiting(),
        c.running(),
        c.done(),
        c.failed() > 0 ? ", " + c.failed() + " failed" : "");
  }

  private String resources(Progress now) {
    long slots = 0;
    long gpus = 0;
    for (int task : now.runningSince().keySet()) {
      Resources r = graph.instanceOf(task).set().resources();
      slots += r.totalSlots();
      gpus += r.totalGpus();
    }
    int allGpus = scenario.cluster().totalGpus();
    return "  slots "
        + slots
        + " of "
        + scenario.cluster().totalSlots()
        + (allGpus > 0 ? ", GPUs " + gpus + " of " + allGpus : "")
        + " in use, "
        + now.done().cardinality()
        + " of "
        + graph.taskCount()
        + " tasks done";
  }

  private void tellChanges(Progress now) {
    SetCounts[] counts = SetCounts.of(graph, now);
    for (SetCounts c : counts) {
      SetCounts before = shown[c.set().id()];
      boolean begins = c.begun() && (before == null || !before.begun());
      boolean ends = c.over() && (before == null || !before.over());
      if (ends) {
        err.println(
            at(now.nowMicros())
                + c.set().label()
                + ": "
                + c.done()
                + " of "
                + c.tasks()
                + " tasks done"
                + (c.failed() > 0 ? ", " + c.failed() + " failed" : ""));
      } else if (begins) {
        err.println(at(now.nowMicros()) + c.set().label() + " begins");
      }
      shown[c.set().id()] = c;
    }
    if (System.nanoTime() - lastPlain > PLAIN_NANOS) {
      lastPlain = System.nanoTime();
      err.println(at(nowMicros(now)) + resources(now).strip() + left(now));
    }
    err.flush();
  }

  private String at(long micros) {
    lastTold = Math.max(lastTold, micros);
    return String.format(Locale.ROOT, "[%8.1f s] ", lastTold / 1e6);
  }

  private String left(Progress now) {
    return endMicros < 0
        ? ""
        : ", about " + seconds(Math.max(0, endMicros - nowMicros(now))) + " left";
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, micros < 100_000_000 ? "%.1f s" : "%.0f s", micros / 1e6);
  }

  /** At most a tenth of the time goes into it. */
  private void simulateRest(Progress now) {
    long begin = System.nanoTime();
    if (graph.taskCount() > MOST_SIMULATED || begin < nextSimulation) {
      return;
    }
    try {
      endMicros = now.nowMicros() + Simulator.remainingMicros(learned(), now);
    } catch (RuntimeException e) {
      endMicros = -1; // a forecast is a courtesy: the run does not depend on it
    }
    long end = System.nanoTime();
    nextSimulation = end + Math.max(1_000_000_000L, 10 * (end - begin));
  }

  private Scenario learned() {
    long[] durations = new long[graph.taskCount()];
    Workload workload = scenario.workload();
    Arrays.setAll(durations, workload::durationMicros);
    synchronized (observed) {
      for (SetInstance s : graph.instances()) {
        double[] sum = observed.get(s.set().name());
        if (sum != null && s.set().run() instanceof Command.Argv) {
          Arrays.fill(durations, s.firstTask(), s.endTask(), Math.max(1, (long) (sum[1] / sum[0])));
        }
      }
    }
    return scenario.withWorkload(Workload.of(graph, durations));
  }

  @Override
  public void close() {
    closed = true;
    drawer.interrupt();
    try {
      drawer.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      Progress now = progress;
      if (now != null && !terminal) {
        tellChanges(now);
      }
      wipe();
      err.flush();
    }
  }
}
