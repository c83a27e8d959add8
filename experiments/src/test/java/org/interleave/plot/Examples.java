package org.interleave.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.Simulator;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/** Runs to draw. */
final class Examples {

  static final Cluster SUMMIT =
      new Cluster("summit-16", SlotKind.THREAD, List.of(new NodeGroup(16, 42, 4, 6, 0, 0)));

  private Examples() {}

  /** DeepDriveMD, three iterations, 627 tasks, without spread. */
  static List<UtilizationFigure.Column> deepDriveMd() {
    return columns(Workload.ofMeans(WorkflowGraph.of(deepDriveMd(0))), SUMMIT);
  }

  /** The same, with the durations of the tasks spread by 5%. */
  static List<UtilizationFigure.Column> deepDriveMdWithSpread() {
    return columns(Workload.draw(WorkflowGraph.of(deepDriveMd(0.05)), 1, 0), SUMMIT);
  }

  /** Many sets that depend on each other in an irregular way. */
  static List<UtilizationFigure.Column> manySets(int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<TaskSet> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> after = new ArrayList<>();
      for (int j = Math.max(0, i - 5); j < i; j++) {
        if (random.nextInt(4) == 0) {
          after.add(sets.get(j).name());
        }
      }
      Resources resources = Resources.of(4 + 4 * random.nextInt(8), random.nextInt(2));
      Duration time = Normal.withCv(50 + random.nextInt(300), 0.1);
      int tasks = 8 + random.nextInt(60);
      sets.add(TaskSet.of("T" + i, tasks, resources, time, after.toArray(String[]::new)));
    }
    Workflow workflow = Workflow.of("many", sets.toArray(TaskSet[]::new));
    return columns(Workload.draw(WorkflowGraph.of(workflow), 1, 0), SUMMIT);
  }

  /** One set after the other and all at once, on a cluster without GPUs. */
  static List<UtilizationFigure.Column> withoutGpus(String... names) {
    TaskSet[] sets = new TaskSet[names.length];
    for (int i = 0; i < names.length; i++) {
      sets[i] = TaskSet.of(names[i], 10, Resources.of(2, 0), new Constant(10));
    }
    Workload workload = Workload.ofMeans(WorkflowGraph.of(Workflow.of("cpu", sets)));
    return columns(workload, Cluster.of("cpu", 3, 8, 0));
  }

  /** A run in which nothing ran. */
  static Trace empty() {
    TraceHeader header =
        new TraceHeader("simulated", "none", 1, "asynchronous", "", false, SUMMIT, "none", 0, 0, 0);
    return new Trace(header, List.of());
  }

  /** A run on nodes of four slots and a GPU each. */
  static Trace of(int nodes, long ttxMicros, TaskRecord... records) {
    TraceHeader header =
        new TraceHeader(
            "simulated",
            "small",
            1,
            "asynchronous",
            "",
            false,
            Cluster.of("small", nodes, 4, 1),
            "none",
            0,
            0,
            ttxMicros);
    return Trace.of(header, List.of(records));
  }

  /** A task whose instants are seconds: ready, dispatched, started, ended, freed. */
  static TaskRecord task(String set, int index, int slots, int node, long... seconds) {
    return task(TaskEnd.DONE, set, index, slots, node, seconds);
  }

  /** The same with another end. */
  static TaskRecord task(TaskEnd end, String set, int index, int slots, int node, long... seconds) {
    return new TaskRecord(
        set,
        0,
        index,
        1,
        set,
        slots,
        0,
        0,
        List.of(node),
        seconds[0] * 1_000_000,
        seconds[1] * 1_000_000,
        seconds[2] * 1_000_000,
        seconds[3] * 1_000_000,
        seconds[4] * 1_000_000,
        0,
        end);
  }

  /** The share of a frame that has exactly one colour. */
  static double share(BufferedImage image, int scale, Rectangle2D frame, Color color) {
    int found = 0;
    int all = 0;
    for (int y = (int) (scale * frame.getY()); y < scale * frame.getMaxY(); y++) {
      for (int x = (int) (scale * frame.getX()); x < scale * frame.getMaxX(); x++) {
        all++;
        if ((image.getRGB(x, y) & 0xFFFFFF) == (color.getRGB() & 0xFFFFFF)) {
          found++;
        }
      }
    }
    return (double) found / all;
  }

  static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static List<UtilizationFigure.Column> columns(Workload workload, Cluster cluster) {
    WorkflowGraph graph = workload.graph();
    return List.of(
        new UtilizationFigure.Column(
            "sequential", run(workload, Plan.sequential(graph, SequentialBaseline.RANKS), cluster)),
        new UtilizationFigure.Column(
            "asynchronous", run(workload, Plan.asynchronous(graph), cluster)));
  }

  private static Trace run(Workload workload, Plan plan, Cluster cluster) {
    Scenario scenario =
        new Scenario(
            workload, plan, cluster, StandardPolicy.RECORDED, Overheads.NONE, FailurePolicy.STRICT);
    return Simulator.trace(scenario).requireTrace();
  }

  private static Workflow deepDriveMd(double cv) {
    List<TaskSet> sets =
        List.of(
            new TaskSet(
                "Simulation",
                96,
                Resources.of(4, 1),
                time(340, cv),
                List.of(Dependency.onPrevious("Simulation")),
                new Command.Sleep()),
            TaskSet.of("Aggregation", 16, Resources.of(32, 0), time(85, cv), "Simulation"),
            TaskSet.of("Training", 1, Resources.of(4, 1), time(62.5, cv), "Aggregation"),
            TaskSet.of("Inference", 96, Resources.of(16, 1), time(37.5, cv), "Training"));
    return new Workflow("DeepDriveMD", 3, sets, List.of(), List.of());
  }

  private static Duration time(double seconds, double cv) {
    return cv == 0 ? new Constant(seconds) : Normal.withCv(seconds, cv);
  }
}
