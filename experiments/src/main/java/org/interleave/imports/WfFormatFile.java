package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Resources;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * A WfFormat file as it stands, of any version from 1.0: tasks in one list ({@code jobs} or {@code
 * tasks}), or split into {@code specification} and {@code execution}. What does not matter here,
 * such as files and commands, is not kept.
 */
final class WfFormatFile {

  private static final Set<String> VERSIONS =
      Set.of("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6");

  /** The longest time that a specification takes: a century. */
  static final double MOST_SECONDS = 100 * 365.25 * 86_400;

  static final int MOST_EDGES = 10_000_000;
  private static final int SOME = 1_000;

  private final JsonWalk json;
  private final IntConsumer progress;

  String name = "workflow";
  @Nullable String executedAt;
  double makespanSeconds = -1;
  final Map<String, Integer> machines = new LinkedHashMap<>(); // cores, 0 if not known
  final List<WfTask> tasks = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>(); // any name that occurs, numbered
  private final List<String> named = new ArrayList<>();
  private final Map<String, WfTask> byKey = new HashMap<>();
  private @Nullable String version;
  private @Nullable Position workflowAt;
  private int references;

  private WfFormatFile(JsonWalk json, IntConsumer progress) {
    this.json = json;
    this.progress = progress;
  }

  /**
   * Reads a file.
   *
   * @param progress told now and then how many tasks were read
   * @throws SpecException if it is damaged or of a version that is not known
   */
  static WfFormatFile read(Path file, IntConsumer progress) {
    return JsonWalk.read(file, json -> new WfFormatFile(json, progress).read());
  }

  /** How many names occur in references. */
  int names() {
    return named.size();
  }

  /** The text behind the number of a name. */
  String named(int name) {
    return named.get(name);
  }

  private WfFormatFile read() {
    Position top = json.here();
    json.object("a WfFormat file", this::topField);
    if (version == null) {
      throw new SpecException(
          top, "there is no schemaVersion; a WfFormat file says which of 1.0 to 1.6 it is");
    }
    if (workflowAt == null) {
      throw new SpecException(top, "there is no workflow in this file; a WfFormat file has one");
    }
    if (tasks.isEmpty()) {
      throw new SpecException(workflowAt, "the workflow has no tasks");
    }
    return this;
  }

  private void topField(String key) {
    switch (key) {
      case "name" -> name = Objects.requireNonNullElse(json.textOrNull(), name);
      case "schemaVersion" -> {
        version = json.text(key);
        if (!VERSIONS.contains(version)) {
          throw json.wrong(
              "schemaVersion '"
                  + version
                  + "' is not known; 1.0 to 1.6 are read, so save the workflow as one of these");
        }
      }
      case "workflow" -> {
        workflowAt = json.here();
        json.object("workflow", this::workflowField);
      }
      default -> json.skip();
    }
  }

  private void workflowField(String key) {
    switch (key) {
      case "specification" ->
          json.object(
              key,
              k -> {
                if (k.equals("tasks")) {
                  json.list("specification.tasks", () -> task(true, false));
                } else {
                  json.skip();
                }
              });
      case "execution" ->
          json.object(
              key,
              k -> {
                if (k.equals("tasks")) {
                  json.list("execution.tasks", () -> task(false, true));
                } else {
                  runField(k);
                }
              });
      case "jobs", "tasks" -> json.list(key, () -> task(true, true));
      default -> runField(key);
    }
  }

  private void runField(String key) {
    switch (key) {
      case "makespan", "makespanInSeconds" -> {
        if (json.isNull()) {
          return;
        }
        makespanSeconds = json.number(key, 0, MOST_SECONDS);
      }
      case "executedAt" -> executedAt = json.textOrNull();
      case "machines" -> json.list(key, this::machine);
      default -> json.skip();
    }
  }

  private void machine() {
    String[] machine = {""};
    int[] cores = {0};
    json.object(
        "a machine",
        key -> {
          switch (key) {
            case "nodeName" -> machine[0] = json.text(key);
            case "cpu" ->
                json.object(
                    key,
                    k -> {
                      if ((k.equals("count") || k.equals("coreCount")) && !json.isNull()) {
                        cores[0] = (int) json.number("cpu." + k, 0, 1_000_000);
                      } else {
                        json.skip();
                      }
                    });
            default -> json.skip();
          }
        });
    if (!machine[0].isEmpty()) {
      machines.merge(machine[0], cores[0], Math::max);
    }
  }

  private void task(boolean specified, boolean executed) {
    WfTask task = new WfTask(json.here());
    task.specified = specified;
    task.executed = executed;
    json.object("a task", key -> taskField(task, key));
    if (task.label().isEmpty()) {
      throw new SpecException(task.at, "this task has neither id nor name");
    }
    WfTask other = byKey.putIfAbsent(task.label(), task);
    if (other == null) {
      tasks.add(task);
      if (tasks.size() > Workflow.MAX_TASKS / 10) {
        throw new SpecException(
            task.at, "more than " + Workflow.MAX_TASKS / 10 + " tasks; split the workflow");
      }
      if (tasks.size() % SOME == 0) {
        progress.accept(tasks.size());
      }
    } else if (other.specified && specified || other.executed && executed) {
      throw new SpecException(
          task.at,
          "the task '" + task.label() + "' stands twice, first in line " + other.at.line());
    } else {
      merge(other, task);
    }
  }

  /** The parts of one task: what it waits for is said here, how long it took there. */
  private static void merge(WfTask first, WfTask second) {
    first.specified |= second.specified;
    first.executed |= second.executed;
    first.name = first.name.isEmpty() ? second.name : first.name;
    first.category = first.category.isEmpty() ? second.category : first.category;
    first.runtimeSeconds = Math.max(first.runtimeSeconds, second.runtimeSeconds);
    first.cores = Math.max(first.cores, second.cores);
    first.gpus = Math.max(first.gpus, second.gpus);
    first.machines.addAll(second.machines);
    first.executedAt = first.executedAt == null ? second.executedAt : first.executedAt;
    first.parents.addAll(second.parents);
    first.children.addAll(second.children);
  }

  private void taskField(WfTask task, String key) {
    if (json.isNull()) {
      return;
    }
    switch (key) {
      case "id" -> task.id = json.text(key);
      case "name" -> task.name = json.text(key);
      case "category" -> task.category = Objects.requireNonNullElse(json.textOrNull(), "");
      case "type" -> task.type = Objects.requireNonNullElse(json.textOrNull(), task.type);
      case "runtime", "runtimeInSeconds" ->
          task.runtimeSeconds =
              json.number(key + " of task '" + task.label() + "'", 0, MOST_SECONDS);
      case "cores", "coreCount" ->
          task.cores =
              (int)
                  Math.ceil(json.number(key + " of task '" + task.label() + "'", 0, Resources.MAX));
      case "gpuCount" ->
          task.gpus =
              (int)
                  Math.ceil(json.number(key + " of task '" + task.label() + "'", 0, Resources.MAX));
      case "machine" -> {
        String machine = json.textOrNull();
        if (machine != null) {
          task.machines.add(machine);
        }
      }
      case "machines" -> json.list(key, () -> task.machines.add(json.text("a machine")));
      case "executedAt" -> task.executedAt = json.textOrNull();
      case "parents" -> json.list(key, () -> task.parents.add(reference("a parent")));
      case "children" -> json.list(key, () -> task.children.add(reference("a child")));
      default -> json.skip();
    }
  }

  private WfTask.Reference reference(String what) {
    if (++references > 2 * MOST_EDGES) {
      throw json.wrong("more than " + MOST_EDGES + " edges; split the workflow");
    }
    String text = json.text(what);
    int number =
        names.computeIfAbsent(
            text,
            t -> {
              named.add(t);
              return names.size();
            });
    Position at = json.here();
    return new WfTask.Reference(number, at.line(), at.column());
  }
}
