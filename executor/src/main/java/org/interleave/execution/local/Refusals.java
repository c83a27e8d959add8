package org.interleave.execution.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.interleave.cluster.Cluster;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** What is known before a run to go wrong in it. */
final class Refusals {
  private Refusals() {}

  static String of(Workflow workflow, Cluster cluster, Machine machine, Path base) {
    String missing = Programs.missing();
    if (!missing.isEmpty()) {
      return missing;
    }
    String misfit = machine.misfit(cluster);
    if (!misfit.isEmpty()) {
      return misfit;
    }
    for (TaskSet set : workflow.sets()) {
      String refusal =
          set.run() instanceof Command.Argv command
              ? missing(set, command, base)
              : set.run() instanceof Command.Stress ? overload(set, cluster, machine) : "";
      if (!refusal.isEmpty()) {
        return refusal;
      }
    }
    return "";
  }

  private static String missing(TaskSet set, Command.Argv command, Path base) {
    String program = command.argv().get(0);
    String path = command.environment().getOrDefault("PATH", System.getenv("PATH"));
    String folder = command.directory();
    if (Placeholders.isIn(program)
        || path != null && Placeholders.isIn(path)
        || folder != null && Placeholders.isIn(folder)) {
      return "";
    }
    Path directory = directory(folder, base);
    if (!Words.canPass(program) || directory == null) {
      return ""; // what becomes of it shows when it is started
    }
    return Programs.find(program, directory, path) != null
        ? ""
        : Programs.missing(set.name(), program, directory);
  }

  private static @Nullable Path directory(@Nullable String folder, Path base) {
    try {
      return folder == null ? base : base.resolve(folder);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String overload(TaskSet set, Cluster cluster, Machine machine) {
    int slots = set.resources().totalSlots();
    int cpus = machine.cpuCount();
    if (slots > cpus) {
      return "a task of '"
          + set.name()
          + "' loads "
          + Machine.count(slots, "slot")
          + ", but this machine has "
          + Machine.count(cpus, "CPU")
          + "; lower slots or let it sleep (run: sleep)";
    }
    int has = machine.slots(cluster.slot()).size();
    if (cluster.usableSlots() > has) {
      return "task set '"
          + set.name()
          + "' loads slots, and cluster '"
          + cluster.name()
          + "' has "
          + cluster.usableSlots()
          + " of them, but this machine has "
          + has
          + "; let it sleep (run: sleep) or use --cluster local";
    }
    return "";
  }
}
