package org.interleave.spec;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.interleave.Faults;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/** Writes what {@link WorkflowReader} reads. */
final class WorkflowWriter {

  private WorkflowWriter() {}

  /** Puts the keys of a workflow beside the others of its specification. */
  static void put(Draft top, Workflow workflow, Faults faults) {
    top.putText("name", workflow.name(), "workflow");
    top.put("iterations", workflow.iterations(), 1);
    Draft sets = new Draft();
    workflow.sets().forEach(set -> sets.put(set.name(), set(set, faults)));
    top.put("sets", sets.node());
    if (!workflow.stages().isEmpty()) {
      top.put("stages", stages(workflow.stages()));
    }
    Draft pipelines = new Draft();
    workflow.pipelines().forEach(p -> pipelines.put(p.name(), pipeline(p)));
    top.putUnlessEmpty("pipelines", pipelines);
  }

  private static SpecNode set(TaskSet set, Faults faults) {
    Draft draft =
        new Draft()
            .put("tasks", set.tasks(), 1)
            .put("slots", set.resources().slots(), 1)
            .put("gpus", set.resources().gpus(), 0)
            .put("processes", set.resources().processes(), 1)
            .putMemory("memory", set.resources().memoryMiB())
            .put("time", DurationWriter.node(set.time()));
    if (!set.after().isEmpty()) {
      draft.put("after", Draft.list(set.after().stream().map(WorkflowWriter::dependency).toList()));
    }
    put(draft, set.run());
    draft.putMicros("timeout", set.timeoutMicros(), 0);
    Double probability = faults.probabilityOfSet().get(set.name());
    if (probability != null) {
      draft.put("failure-probability", QuantityText.number(probability));
    }
    return draft.node();
  }

  private static void put(Draft set, Command run) {
    if (run instanceof Command.Stress) {
      set.put("run", "stress");
    } else if (run instanceof Command.Argv command) {
      set.put("run", Draft.texts(command.argv()));
      String directory = command.directory();
      if (directory != null) {
        set.put("directory", Draft.text(directory));
      }
      Draft environment = new Draft();
      new TreeMap<>(command.environment())
          .forEach((name, value) -> environment.put(name, Draft.text(value)));
      set.putUnlessEmpty("environment", environment);
    }
  }

  private static SpecNode dependency(Dependency dependency) {
    if (!dependency.previousIteration() && dependency.match() == Match.ALL) {
      return Draft.text(dependency.set());
    }
    Draft draft = new Draft().put("set", Draft.text(dependency.set()));
    if (dependency.previousIteration()) {
      draft.put("iteration", "previous");
    }
    if (dependency.match() != Match.ALL) {
      draft.put("match", dependency.match().name().toLowerCase(Locale.ROOT));
    }
    return draft.node();
  }

  private static SpecNode pipeline(Pipeline pipeline) {
    Draft draft = new Draft();
    if (!pipeline.after().isEmpty()) {
      draft.put("after", Draft.texts(pipeline.after()));
    }
    return draft.put("stages", stages(pipeline.stages())).node();
  }

  private static SpecNode stages(List<List<String>> stages) {
    return Draft.list(stages.stream().map(Draft::texts).toList());
  }
}
