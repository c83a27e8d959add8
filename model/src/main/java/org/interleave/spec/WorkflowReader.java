package org.interleave.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.interleave.duration.Duration;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowException;

/** Reads the task sets, stages and pipelines of a specification. */
final class WorkflowReader {

  /** Names are used in paths such as sets.X.tasks and X[2], and as names of files. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_+:@#-]*");

  private static final int MAX_ITERATIONS = 1_000_000;

  private WorkflowReader() {}

  static Workflow read(SpecNode root, Section top, DurationReader.Files files) {
    String name = top.has("name") ? Quantity.name("name", top.need("name")) : "workflow";
    int iterations = top.whole("iterations", 1, 1, MAX_ITERATIONS);
    Section sets = Section.open("sets", top.need("sets"));
    if (sets.keys().size() > Workflow.MAX_SETS) {
      throw new SpecException(
          top.at("sets"),
          "the workflow has "
              + sets.keys().size()
              + " task sets, at most "
              + Workflow.MAX_SETS
              + " are read; raise their number of tasks instead");
    }
    List<TaskSet> list = new ArrayList<>();
    for (String set : sets.keys()) {
      checkName("task set", set, sets.at(set));
      list.add(set(set, sets.need(set), files));
    }
    SpecNode stages = top.find("stages");
    SpecNode pipelines = top.find("pipelines");
    try {
      return new Workflow(
          name,
          iterations,
          list,
          stages == null ? List.of() : stages("stages", stages),
          pipelines == null ? List.of() : pipelines(pipelines));
    } catch (WorkflowException e) {
      throw new SpecException(SpecPath.of(e.path()).locate(root), String.valueOf(e.getMessage()));
    }
  }

  private static void checkName(String kind, String name, Position at) {
    if (name.length() > Limits.NAME_CHARACTERS || !NAME.matcher(name).matches()) {
      throw new SpecException(
          at,
          kind
              + " name "
              + Printable.quoted(name)
              + " is not allowed; use up to "
              + Limits.NAME_CHARACTERS
              + " letters, digits and _ + : @ # -, and begin with a letter, a digit or _");
    }
  }

  private static TaskSet set(String name, SpecNode node, DurationReader.Files files) {
    Section s =
        Section.of(
            "task set '" + name + "'",
            node,
            "tasks",
            "slots",
            "gpus",
            "processes",
            "memory",
            "time",
            "after",
            "run",
            "directory",
            "environment",
            "timeout",
            "failure-probability");
    SpecNode memory = s.find("memory");
    Resources resources;
    try {
      resources =
          new Resources(
              s.whole("processes", 1, 1, Resources.MAX),
              s.whole("slots", 1, 0, Resources.MAX),
              s.whole("gpus", 0, 0, Resources.MAX),
              memory == null ? 0 : Quantity.mebibytes(s.label("memory"), memory));
    } catch (IllegalArgumentException e) {
      throw new SpecException(s.at(), "task set '" + name + "': " + e.getMessage());
    }
    if (resources.memoryMiB() > Quantity.MOST_MEBIBYTES / resources.processes()) {
      throw new SpecException(
          s.at(),
          "task set '"
              + name
              + "' asks for more than 1e12 MiB in all its processes; lower memory or processes");
    }
    int tasks = s.whole("tasks", 1, 1, Workflow.MAX_TASKS);
    Duration time = DurationReader.read(s.label("time"), s.need("time"), files);
    SpecNode after = s.find("after");
    return new TaskSet(
        name,
        tasks,
        resources,
        time,
        after == null ? List.of() : dependencies(name, after),
        command(s),
        s.micros("timeout"));
  }

  private static List<Dependency> dependencies(String set, SpecNode node) {
    if (node instanceof SpecNode.Items items) {
      return items.items().stream().map(i -> dependency(set, i)).toList();
    }
    return List.of(dependency(set, node));
  }

  private static Dependency dependency(String set, SpecNode node) {
    if (!(node instanceof SpecNode.Fields)) {
      return Dependency.on(Quantity.text("after of task set '" + set + "'", node));
    }
    Section d = Section.of("after of task set '" + set + "'", node, "set", "iteration", "match");
    Dependency.Match match =
        d.choice(
            "match",
            Dependency.Match.ALL,
            Dependency.Match.values(),
            m -> m.name().toLowerCase(java.util.Locale.ROOT));
    boolean previous =
        d.choice("iteration", "same", new String[] {"same", "previous"}, s -> s).equals("previous");
    return new Dependency(Quantity.text(d.label("set"), d.need("set")), previous, match);
  }

  private static Command command(Section s) {
    SpecNode run = s.find("run");
    if (run instanceof SpecNode.Items items) {
      for (SpecNode item : items.items()) {
        if (item instanceof SpecNode.Fields) {
          throw new SpecException(
              item.at(),
              "an item of "
                  + s.label("run")
                  + " begins with a brace; write it in quotes, as in \"{index}\"");
        }
      }
      return program(s, Section.texts(s.label("run"), run));
    }
    for (String key : List.of("directory", "environment")) {
      if (s.has(key)) {
        throw new SpecException(
            s.at(key),
            s.label(key)
                + " needs a command beside it; remove it, or add one as in run: [python3,"
                + " simulate.py]");
      }
    }
    return run == null ? new Command.Sleep() : builtIn(s.label("run"), run);
  }

  private static Command builtIn(String name, SpecNode run) {
    return switch (Quantity.text(name, run)) {
      case "sleep" -> new Command.Sleep();
      case "stress" -> new Command.Stress();
      default ->
          throw new SpecException(
              run.at(),
              name
                  + " must be sleep, stress or a list such as [python3, simulate.py], not "
                  + Printable.quoted(Quantity.text(name, run)));
    };
  }

  private static Command program(Section s, List<String> argv) {
    SpecNode place = s.find("directory");
    String directory = place == null ? null : Quantity.text(s.label("directory"), place);
    Map<String, String> environment = new HashMap<>();
    SpecNode variables = s.find("environment");
    if (variables != null) {
      Section named = Section.open(s.label("environment"), variables);
      for (String name : named.keys()) {
        environment.put(name, Quantity.text(named.label(Printable.quoted(name)), named.need(name)));
      }
    }
    // One part after the other, so that a complaint stands at the one that is wrong.
    checked(s, "run", () -> new Command.Argv(argv));
    checked(s, "directory", () -> new Command.Argv(argv, directory, Map.of()));
    return checked(s, "environment", () -> new Command.Argv(argv, directory, environment));
  }

  private static Command checked(Section s, String key, Supplier<Command> command) {
    try {
      return command.get();
    } catch (IllegalArgumentException e) {
      throw new SpecException(s.need(key).at(), s.label(key) + ": " + e.getMessage());
    }
  }

  private static List<List<String>> stages(String name, SpecNode node) {
    if (!(node instanceof SpecNode.Items list) || list.items().isEmpty()) {
      throw new SpecException(
          node.at(), name + " must be a list of stages such as [[T0], [T1, T2]]");
    }
    List<List<String>> stages = new ArrayList<>();
    for (SpecNode stage : list.items()) {
      List<String> sets = Section.texts("a stage", stage);
      if (sets.isEmpty()) {
        throw new SpecException(stage.at(), "a stage needs one set or more");
      }
      stages.add(sets);
    }
    return stages;
  }

  private static List<Pipeline> pipelines(SpecNode node) {
    Section all = Section.open("pipelines", node);
    List<Pipeline> pipelines = new ArrayList<>();
    for (String name : all.keys()) {
      checkName("pipeline", name, all.at(name));
      String label = "pipeline '" + name + "'";
      Section p = Section.of(label, all.need(name), "after", "stages");
      SpecNode after = p.find("after");
      pipelines.add(
          new Pipeline(
              name,
              after == null ? List.of() : Section.texts(p.label("after"), after),
              stages(p.label("stages"), p.need("stages"))));
    }
    return pipelines;
  }
}
