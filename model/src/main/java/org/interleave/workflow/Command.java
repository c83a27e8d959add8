package org.interleave.workflow;

import java.util.List;

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
   *     {set}}, {@code {iteration}}, {@code {slots}} and {@code {gpus}} are replaced
   */
  record Argv(List<String> argv) implements Command {
    public Argv {
      argv = List.copyOf(argv);
      if (argv.isEmpty() || argv.get(0).isEmpty()) {
        throw new IllegalArgumentException("a command needs the name of a program");
      }
    }
  }
}
