package org.interleave.imports;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.interchange.OutputFile;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Position;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as an instance in WfFormat 1.5: every task with its parents, children, runtime and start.
 * Clocks begin in 1970, as a run knows no date.
 */
public final class WfFormatExport {

  private static final String VERSION = "1.5";
  private static final String NODE = "node-";

  private record Task(String set, int iteration, int index) {}

  private final Trace trace;
  private final Map<Task, TaskRecord> runs = new LinkedHashMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<Task, Integer> numbers = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final int[][] parents;
  private final int[][] children;

  private WfFormatExport(@Nullable WorkflowGraph graph, Trace trace, String source) {
    this.trace = trace;
    for (TaskRecord r : trace.records()) {
      if (r.end() == TaskEnd.DONE || trace.header().engine().equals("recorded")) {
        runs.put(new Task(r.set(), r.iteration(), r.index()), r);
      }
    }
    if (graph == null) {
      tasks.addAll(runs.keySet());
    } else {
      for (SetInstance i : graph.instances()) {
        for (int t = 0; t < i.set().tasks(); t++) {
          tasks.add(new Task(i.set().name(), i.iteration(), t));
        }
      }
    }
    for (Task t : tasks) {
      if (!runs.containsKey(t)) {
        throw new SpecException(
            new Position(source, 1, 1),
            "task "
                + t.index()
                + " of '"
                + t.set()
                + "' was not done in this run, so it has no runtime; export a whole run of the"
                + " specification");
      }
      numbers.put(t, numbers.size());
    }
    if (tasks.isEmpty()) {
      throw new SpecException(new Position(source, 1, 1), "no task of this trace was done");
    }
    this.parents = graph == null ? new int[tasks.size()][0] : edges(graph, source);
    this.children = reversed(parents);
    nameTasks();
  }

  /**
   * A simulated asynchronous run of a specification, without overheads.
   *
   * @param seed of the durations
   */
  public static WfFormatExport of(Spec spec, long seed) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Spec plain = spec.withOverheads(Overheads.NONE);
    Trace trace =
        Simulator.trace(plain.scenario(Workload.draw(graph, seed, 0), Plan.asynchronous(graph)))
            .requireTrace();
    return new WfFormatExport(graph, trace, spec.source());
  }

  /**
   * A run.
   *
   * @param spec what it is a run of, or null, and then no task waits for another
   * @param source the file of the trace
   * @throws SpecException if a task of the specification is not in the run
   */
  public static WfFormatExport of(@Nullable Spec spec, Trace trace, String source) {
    return new WfFormatExport(
        spec == null ? null : WorkflowGraph.of(spec.workflow()), trace, source);
  }

  private int[][] edges(WorkflowGraph graph, String source) {
    int[][] rows = new int[tasks.size()][];
    long edges = 0;
    for (SetInstance to : graph.instances()) {
      int[] whole =
          Arrays.stream(graph.predecessors(to.id()))
              .mapToObj(graph::instance)
              .flatMapToInt(
                  from -> java.util.stream.IntStream.range(from.firstTask(), from.endTask()))
              .toArray();
      int[] matched = graph.indexPredecessors(to.id());
      edges += (long) to.set().tasks() * (whole.length + matched.length);
      if (edges > WfFormatFile.MOST_EDGES) {
        throw new SpecException(
            new Position(source, 1, 1),
            "this workflow has more than "
                + WfFormatFile.MOST_EDGES
                + " edges between single tasks; lower the number of tasks");
      }
      for (int t = 0; t < to.set().tasks(); t++) {
        int[] row = Arrays.copyOf(whole, whole.length + matched.length);
        for (int m = 0; m < matched.length; m++) {
          row[whole.length + m] = graph.instance(matched[m]).firstTask() + t;
        }
        rows[to.firstTask() + t] = Arrays.stream(row).sorted().distinct().toArray();
      }
    }
    return rows;
  }

  private static int[][] reversed(int[][] parents) {
    TaskDag dag = new TaskDag(parents);
    int[][] children = new int[parents.length][];
    Arrays.setAll(children, dag::children);
    return children;
  }

  /** The format allows few characters in names that others refer to. */
  private void nameTasks() {
    Set<String> used = new HashSet<>();
    for (Task t : tasks) {
      ids.computeIfAbsent(
          label(t),
          label -> {
            String id = label.replaceAll("[^0-9a-zA-Z_.-]+", "-");
            while (!used.add(id)) {
              id += "-";
            }
            return id;
          });
    }
  }

  private String label(Task t) {
    return trace.header().iterations() == 1 ? t.set() : t.set() + "." + t.iteration();
  }

  private String id(int task) {
    Task t = tasks.get(task);
    return ids.getOrDefault(label(t), t.set()) + number(t);
  }

  private static String number(Task t) {
    return String.format(Locale.ROOT, "_ID%07d", t.index());
  }

  private TaskRecord run(int task) {
    TaskRecord run = runs.get(tasks.get(task));
    if (run == null) {
      throw new IllegalStateException("a task has no run");
    }
    return run;
  }

  /** Writes it to a file. */
  public void write(Path file) {
    OutputFile.write(file, (OutputFile.Text) this::write);
  }

  /** Writes it. */
  public void write(Writer out) throws IOException {
    JsonGenerator json =
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().createGenerator(out);
    json.writeStartObject();
    json.writeStringProperty("name", trace.header().workflow());
    json.writeStringProperty(
        "description",
        "A run written by Interleave: "
            + trace.header().engine()
            + ", "
            + trace.header().mode()
            + ", on "
            + trace.header().cluster().name());
    json.writeStringProperty("schemaVersion", VERSION);
    json.writeObjectPropertyStart("workflow");
    specification(json);
    execution(json);
    json.writeEndObject();
    json.writeEndObject();
    json.flush();
    out.write("\n");
    out.flush();
  }

  private void specification(JsonGenerator json) {
    json.writeObjectPropertyStart("specification");
    json.writeArrayPropertyStart("tasks");
    for (int t = 0; t < tasks.size(); t++) {
      json.writeStartObject();
      json.writeStringProperty("name", label(tasks.get(t)) + number(tasks.get(t)));
      json.writeStringProperty("id", id(t));
      names(json, "parents", parents[t]);
      names(json, "children", children[t]);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("files");
    json.writeEndArray();
    json.writeEndObject();
  }

  private void names(JsonGenerator json, String key, int[] others) {
    json.writeArrayPropertyStart(key);
    for (int other : others) {
      json.writeString(id(other));
    }
    json.writeEndArray();
  }

  private void execution(JsonGenerator json) {
    json.writeObjectPropertyStart("execution");
    json.writeNumberProperty("makespanInSeconds", seconds(trace.header().ttxMicros()));
    json.writeStringProperty("executedAt", date(0));
    json.writeArrayPropertyStart("tasks");
    for (int t = 0; t < tasks.size(); t++) {
      TaskRecord run = run(t);
      json.writeStartObject();
      json.writeStringProperty("id", id(t));
      json.writeNumberProperty(
          "runtimeInSeconds", seconds(run.endedMicros() - run.startedMicros()));
      json.writeStringProperty("executedAt", date(run.startedMicros()));
      if (run.totalSlots() > 0) {
        json.writeNumberProperty("coreCount", run.totalSlots());
      }
      if (run.totalGpus() > 0) {
        json.writeNumberProperty("gpuCount", run.totalGpus());
      }
      json.writeArrayPropertyStart("machines");
      run.nodes().stream().distinct().forEach(n -> json.writeString(NODE + n));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    machines(json);
    json.writeEndObject();
  }

  /** The format lists the machines that tasks used. */
  private void machines(JsonGenerator json) {
    Cluster cluster = trace.header().cluster();
    NodeGroup[] nodes = cluster.nodes();
    TreeSet<Integer> used = new TreeSet<>();
    runs.values().forEach(r -> used.addAll(r.nodes()));
    json.writeArrayPropertyStart("machines");
    for (int node : used) {
      int cores =
          trace.header().pooled() || node >= nodes.length
              ? cluster.usableSlots()
              : nodes[node].usableSlots(cluster.slot());
      json.writeStartObject();
      json.writeStringProperty("nodeName", NODE + node);
      json.writeObjectPropertyStart("cpu");
      json.writeNumberProperty("coreCount", Math.max(1, cores));
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static BigDecimal seconds(long micros) {
    BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  private static String date(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000).toString();
  }
}
