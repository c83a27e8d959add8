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
   * @param environment what is added to the environment of the executor, by name; a name is not
   *     empty and holds no equals sign; placeholders as in argv
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
      argv.forEach(each -> requireNoNul("an argument", each));
      if (directory != null) {
        if (directory.isEmpty()) {
          throw new IllegalArgumentException(
              "a directory needs a name; leave it out for the folder of the specification");
        }
        requireNoNul("the directory", directory);
      }
      environment.forEach(
          (name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
              throw new IllegalArgumentException(
                  "the name of a variable must not be empty or hold '=', but one is '"
                      + name
                      + "'; give each variable as NAME: value");
            }
            requireNoNul("the name of a variable", name);
            requireNoNul("the variable '" + name + "'", value);
          });
    }

    /** Systems end such texts with NUL, so that none can hold it. */
    private static void requireNoNul(String what, String text) {
      if (text.indexOf(0) >= 0) {
        throw new IllegalArgumentException(what + " holds the character NUL; remove it");
      }
    }
  }
}
