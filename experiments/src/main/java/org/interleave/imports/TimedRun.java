package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Resources;
import org.interleave.workflow.Workflow;

/** A run in the making whose tasks have starts; what the nodes have is read off their use. */
final class TimedRun {

  private static final int SOME = 1_000;
  static final long MOST_MICROS = (long) (WfFormatFile.MOST_SECONDS * 1e6);
  private static final int MOST_PROCESSES = 5_000_000;
  private static final String NOWHERE = "";

  private final Path file;
  private final Notes notes;
  private final IntConsumer progress;
  private final List<ForeignTask> tasks = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final Map<String, Integer> nodes = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private long begin = Long.MAX_VALUE;
  private long processes;

  TimedRun(Path file, Notes notes, IntConsumer progress) {
    this.file = file;
    this.notes = notes;
    this.progress = progress;
  }

  int size() {
    return tasks.size();
  }

  /** The name of a task. */
  String id(int task) {
    return tasks.get(task).id();
  }

  /** Whether a task started no earlier than another one ended. */
  boolean follows(int task, int before) {
    return tasks.get(task).startedMicros() >= tasks.get(before).endedMicros();
  }

  /** Whether a task of that name was added. */
  boolean has(String id) {
    return ids.contains(id);
  }

  /**
   * Adds a task.
   *
   * @param where the names of the nodes of its processes; empty if not known
   * @param submitted when it was handed in, on any clock, or a negative number
   * @param started when it began, on the same clock
   */
  void add(
      String id,
      String kind,
      Resources resources,
      List<String> where,
      long submitted,
      long started,
      long runtime,
      boolean done,
      int line) {
    if (!ids.add(id)) {
      throw new SpecException(
          new Position(file.toString(), line, 1), "the task '" + id + "' stands twice");
    }
    if (runtime > MOST_MICROS) {
      throw new SpecException(
          new Position(file.toString(), line, 1),
          "the task '" + id + "' ran for more than a century; are its dates right?");
    }
    if (tasks.size() == Workflow.MAX_TASKS / 10) {
      throw new SpecException(
          new Position(file.toString(), line, 1),
          "more than " + Workflow.MAX_TASKS / 10 + " tasks; split the file");
    }
    processes += resources.processes();
    if (processes > MOST_PROCESSES) {
      throw new SpecException(
          new Position(file.toString(), line, 1),
          "more than " + MOST_PROCESSES + " processes of all tasks together; split the file");
    }
    List<String> named =
        where.isEmpty() ? Collections.nCopies(resources.processes(), NOWHERE) : where;
    tasks.add(
        new ForeignTask(
            id,
            kind,
            resources,
            runtime,
            submitted,
            started,
            named.stream().map(n -> nodes.computeIfAbsent(n, k -> nodes.size())).toList(),
            done));
    lines.add(line);
    begin = Math.min(begin, submitted >= 0 ? Math.min(submitted, started) : started);
    if (tasks.size() % SOME == 0) {
      progress.accept(tasks.size());
    }
  }

  /** The most slots that were in use at once, wherever. */
  int slotsAtOnce() {
    NodeUse use = new NodeUse();
    for (ForeignTask t : tasks) {
      int slots = t.resources().slots() * t.resources().processes();
      use.add(0, t.startedMicros(), t.endedMicros(), slots, 0);
    }
    return use.groups().get(0).cores();
  }

  /**
   * The run without its times: only how long each task took is known.
   *
   * @param cluster where it ran
   */
  ForeignRun untimed(int[][] parents, List<NodeGroup> cluster) {
    return new ForeignRun(
        name(file),
        tasks.stream().map(t -> t.startedAt(-1, -1)).toList(),
        parents,
        new Cluster("recorded", SlotKind.CORE, cluster),
        nodes.size() == 1 && nodes.containsKey(NOWHERE),
        lines.stream().mapToInt(Integer::intValue).toArray(),
        -1);
  }

  /**
   * The run; time zero is the first submission.
   *
   * @param parents of each task, or none at all
   * @param cluster where it ran, or what its use tells if it is empty
   */
  ForeignRun run(int[][] parents, List<NodeGroup> cluster) {
    if (tasks.isEmpty()) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "no task of this file has both a start and an end" + notes.why());
    }
    List<ForeignTask> rebased =
        tasks.stream()
            .map(
                t ->
                    t.startedAt(
                        t.submittedMicros() < 0 ? -1 : t.submittedMicros() - begin,
                        t.startedMicros() - begin))
            .toList();
    boolean pooled = nodes.size() == 1 && nodes.containsKey(NOWHERE);
    long end = rebased.stream().mapToLong(ForeignTask::endedMicros).max().orElse(0);
    return new ForeignRun(
        name(file),
        rebased,
        parents,
        new Cluster("recorded", SlotKind.CORE, cluster.isEmpty() ? used(rebased) : cluster),
        pooled,
        lines.stream().mapToInt(Integer::intValue).toArray(),
        end);
  }

  /** No edges between the tasks. */
  int[][] apart() {
    int[][] none = new int[tasks.size()][];
    java.util.Arrays.fill(none, new int[0]);
    return none;
  }

  /** A workflow's name from that of its file. */
  static String name(Path file) {
    Path last = file.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "workflow" : last.toString();
    int dot = name.lastIndexOf('.');
    return SetNames.workflow(dot > 0 ? name.substring(0, dot) : name);
  }

  private List<NodeGroup> used(List<ForeignTask> rebased) {
    NodeUse use = new NodeUse();
    for (ForeignTask t : rebased) {
      Resources r = t.resources();
      t.nodes().forEach(n -> use.add(n, t.startedMicros(), t.endedMicros(), r.slots(), r.gpus()));
    }
    return use.groups();
  }
}
