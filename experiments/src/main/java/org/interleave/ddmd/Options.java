package org.interleave.ddmd;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of one task, {@code --name value} each. */
final class Options {
  private final String task;
  private final Map<String, String> values;

  private Options(String task, Map<String, String> values) {
    this.task = task;
    this.values = values;
  }

  /**
   * Reads options.
   *
   * @param task the subcommand, for messages
   * @param args what follows it
   * @param known the names it knows, without dashes
   */
  static Options of(String task, List<String> args, List<String> known) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String arg = args.get(i);
      String name = arg.startsWith("--") ? arg.substring(2) : "";
      if (!known.contains(name)) {
        throw new BadInput(
            task + " knows no '" + arg + "'; its options are --" + String.join(" --", known));
      }
      if (i + 1 == args.size()) {
        throw new BadInput(task + ": " + arg + " has no value");
      }
      if (values.put(name, args.get(i + 1)) != null) {
        throw new BadInput(task + ": " + arg + " is given twice");
      }
    }
    return new Options(task, values);
  }

  WorkFolder work() {
    String work = text("work");
    try {
      return new WorkFolder(Path.of(work));
    } catch (InvalidPathException e) {
      throw new BadInput(task + ": --work '" + work + "' is not a folder's name");
    }
  }

  /** A whole number that must be given. */
  int number(String name, int least, int most) {
    return (int) parsed(name, text(name), least, most);
  }

  /** A whole number with a value of its own where it is not given. */
  int number(String name, int least, int most, int otherwise) {
    return (int) parsed(name, values.getOrDefault(name, Integer.toString(otherwise)), least, most);
  }

  long seed() {
    return parsed("seed", text("seed"), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Which part of how many this task is: {@code --index} of {@code --tasks}. */
  Part part() {
    int parts = number("tasks", 1, 10_000);
    return new Part(number("index", 0, parts - 1), parts);
  }

  private String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new BadInput(task + " needs --" + name);
    }
    return value;
  }

  private long parsed(String name, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    String range = least == Long.MIN_VALUE ? "" : " from " + least + " to " + most;
    throw new BadInput(
        task + ": --" + name + " is '" + value + "', but must be a whole number" + range);
  }
}
