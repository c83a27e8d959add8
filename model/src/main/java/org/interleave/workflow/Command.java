package org.interleave.workflow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task executes. The model and the simulator only need its duration. */
public sealed interface Command {

  /** Waits for the task's duration without using the machine: the default. */
  record Sleep() implements Command {}

  /** Keeps the task's slots busy for its duration. */
  record Stress() implements Command {}

  /**
   * A program with its arguments, started without a shell.
   *
   * @param argv the program and its arguments, at least one element; {@code {index}}, {@code
   *     {set}}, {@code {iteration}}, {@code {slots}}, {@code {gpus}} and others are replaced
   * @param directory where it runs, or null for the folder of the specification
   * @param environment what is added to the environment of the executor; placeholders as in argv
   */
  record Argv(List<String> argv, @Nullable String directory, Map<String, String> environment)
      implements Command {

    /** A program that runs in the folder of the specification, with the usual environment. */
    public Argv(List<String> argv) {
      this(argv, null, Map.of());
    }

    public Argv {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
      if (argv.isEmpty() || argv.get(0).isEmpty()) {
        throw new IllegalArgumentException("a command needs the name of a program");
      }
    }
  }
}
