package org.interleave.execution.slurm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A job to be submitted. Immutable: every method with a value gives a changed copy. What is not
 * said is left to Slurm's defaults and to the user's own settings.
 */
public final class Submission {

  /** The most characters of a job's name. */
  private static final int NAME_CHARACTERS = 128;

  /** The most bytes of a command with its environment: the system passes no longer word on. */
  private static final int COMMAND_BYTES = 120_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Options without which a job would not be found again, or which submit something else. */
  private static final List<String> OURS =
      List.of(
          "array",
          "clusters",
          "dependency",
          "help",
          "het-group",
          "job-name",
          "parsable",
          "quiet",
          "test-only",
          "usage",
          "version",
          "wait",
          "wrap");

  /** The same in short, and what is no option. */
  private static final Pattern NO_OPTION = Pattern.compile("-[JadQWMhHV].*|:|[^-].*|-|--|");

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final TreeMap<String, String> options;
  private final List<String> extra;

  private Submission(
      String name,
      List<String> command,
      Map<String, String> environment,
      TreeMap<String, String> options,
      List<String> extra) {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.options = options;
    this.extra = extra;
  }

  /**
   * A job.
   *
   * @param name by which it is found again when Slurm's answer is lost: no other job of this user
   *     may ever have it; letters, digits, dots, underscores and hyphens
   * @param command what the job runs, word by word; the words are quoted here
   */
  public static Submission of(String name, List<String> command) {
    if (!NAME.matcher(name).matches() || name.length() > NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "a job's name must be of 1 to "
              + NAME_CHARACTERS
              + " letters, digits, dots, underscores and hyphens, but is '"
              + name
              + "'");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("job '" + name + "' has no command; give it one");
    }
    command.forEach(word -> check("the command of job '" + name + "'", word));
    return new Submission(name, List.copyOf(command), Map.of(), new TreeMap<>(), List.of());
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** On how many nodes, 1 or more. */
  public Submission nodes(int count) {
    return with("nodes", atLeastOne("nodes", count));
  }

  /** How many tasks a node, 1 or more. */
  public Submission tasksPerNode(int count) {
    return with("ntasks-per-node", atLeastOne("tasks a node", count));
  }

  /** How many CPUs a task, 1 or more. What a CPU is, core or thread, the site decides. */
  public Submission cpusPerTask(int count) {
    return with("cpus-per-task", atLeastOne("CPUs a task", count));
  }

  /** How many GPUs a node; 0 asks for none. */
  public Submission gpusPerNode(int count) {
    if (count == 0) {
      return this;
    }
    return with("gres", "gpu:" + atLeastOne("GPUs a node", count));
  }

  /** Whole nodes, which no other job shares. */
  public Submission exclusive() {
    return with("exclusive", "");
  }

  /**
   * How much memory a node.
   *
   * @param mebibytes 1 or more, or 0 to leave it to the site
   */
  public Submission memoryMiB(long mebibytes) {
    return mebibytes == 0 ? this : with("mem", mebibytes + "M");
  }

  /** In which partition. */
  public Submission partition(String partition) {
    return with("partition", text("partition", partition));
  }

  /**
   * How long it may run.
   *
   * @param micros microseconds, 1 or more; rounded up to seconds, and by Slurm to minutes
   */
  public Submission walltimeMicros(long micros) {
    if (micros <= 0) {
      throw new IllegalArgumentException(
          "the walltime of job '" + name + "' must be more than 0, but is " + micros + " us");
    }
    long seconds = (micros - 1) / 1_000_000 + 1;
    return with("time", seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60);
  }

  /**
   * Makes it an array with the given indices.
   *
   * @param indices one or more, from 0 on
   */
  public Submission array(Collection<Integer> indices) {
    if (indices.isEmpty() || indices.stream().anyMatch(i -> i < 0)) {
      throw new IllegalArgumentException(
          "the array of job '" + name + "' needs indices from 0 on, but has " + indices);
    }
    return with("array", ranges(new TreeSet<>(indices)));
  }

  /** Lets it begin once all of the given jobs have ended well; cancelled if one did not. */
  public Submission after(Collection<Long> jobs) {
    if (jobs.isEmpty()) {
      return this;
    }
    String list = jobs.stream().map(String::valueOf).collect(Collectors.joining(":"));
    return waiting("afterok:" + list);
  }

  /**
   * Lets every task of this array begin once the tasks of the same index in all of the given arrays
   * have ended well; cancelled if one did not.
   */
  public Submission afterSameIndex(Collection<Long> arrays) {
    if (arrays.isEmpty()) {
      return this;
    }
    String list = arrays.stream().map(String::valueOf).collect(Collectors.joining(":"));
    return waiting("aftercorr:" + list);
  }

  private Submission waiting(String dependency) {
    String before = options.getOrDefault("dependency", "");
    return with("dependency", before.isEmpty() ? dependency : before + "," + dependency)
        .with("kill-on-invalid-dep", "yes");
  }

  /** Where it runs. */
  public Submission directory(Path directory) {
    return with("chdir", text("directory", directory.toString()));
  }

  /** The file for its standard output and error; Slurm's patterns such as {@code %a} hold. */
  public Submission output(String file) {
    return with("output", text("output", file)).with("open-mode", "append");
  }

  /** Variables to add to its environment, which is that of the submitter. */
  public Submission environment(Map<String, String> variables) {
    variables.forEach(
        (variable, value) -> {
          if (!VARIABLE.matcher(variable).matches()) {
            throw new IllegalArgumentException(
                "'" + variable + "' can't be the name of an environment variable; rename it");
          }
          check("the variable " + variable, value);
        });
    TreeMap<String, String> sorted = new TreeMap<>(environment);
    sorted.putAll(variables);
    return new Submission(name, command, sorted, options, extra);
  }

  /** Whether Slurm may start it again from its beginning when one of its nodes fails. */
  public Submission requeue(boolean allowed) {
    TreeMap<String, String> changed = new TreeMap<>(options);
    changed.remove(allowed ? "no-requeue" : "requeue");
    changed.put(allowed ? "requeue" : "no-requeue", "");
    return new Submission(name, command, environment, changed, extra);
  }

  /** Lets it go on with the other nodes when one of them fails. */
  public Submission outlivingNodes() {
    return with("no-kill", "");
  }

  /**
   * Sends it a signal before its time is up.
   *
   * @param signal without SIG, such as {@code TERM}
   * @param seconds before its end; Slurm may be a minute early
   */
  public Submission warned(String signal, int seconds) {
    return with("signal", "B:" + text("signal", signal) + "@" + seconds);
  }

  /**
   * Arguments of the user's own for sbatch, which come last and so have the last word.
   *
   * @throws IllegalArgumentException for arguments that would hide the job from us
   */
  public Submission extra(List<String> arguments) {
    for (String argument : arguments) {
      check("the argument for sbatch", argument);
      if (NO_OPTION.matcher(argument).matches() || isOurs(argument)) {
        throw new IllegalArgumentException(
            "the argument '"
                + argument
                + "' can't be given to sbatch here; give options in one word (--constraint=a100),"
                + " and not the job's name, array, dependency or what is run");
      }
    }
    List<String> all = new ArrayList<>(extra);
    all.addAll(arguments);
    return new Submission(name, command, environment, options, List.copyOf(all));
  }

  /** An option may be shortened as far as no other one begins so: --arr is --array. */
  private static boolean isOurs(String argument) {
    String option = argument.split("=", 2)[0];
    return option.startsWith("--")
        && OURS.stream().anyMatch(o -> o.startsWith(option.substring(2)));
  }

  /** The call that submits it. */
  List<String> argv() {
    List<String> argv = new ArrayList<>(List.of("sbatch", "--parsable", "--job-name=" + name));
    options.forEach(
        (option, value) -> argv.add("--" + option + (value.isEmpty() ? "" : "=" + value)));
    argv.add("--export=ALL");
    argv.addAll(extra);
    String script = ShellLine.of(environment, command);
    if (script.length() > COMMAND_BYTES) {
      throw new IllegalArgumentException(
          "the command of job '"
              + name
              + "' has "
              + script.length()
              + " characters, but "
              + COMMAND_BYTES
              + " are the most; put it into a file and run that");
    }
    argv.add("--wrap=" + script);
    return argv;
  }

  private Submission with(String option, String value) {
    TreeMap<String, String> changed = new TreeMap<>(options);
    changed.put(option, value);
    return new Submission(name, command, environment, changed, extra);
  }

  private String atLeastOne(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "job '" + name + "' needs 1 or more " + what + ", but has " + count);
    }
    return Integer.toString(count);
  }

  private String text(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("the " + what + " of job '" + name + "' is empty");
    }
    check("the " + what + " of job '" + name + "'", value);
    return value;
  }

  private static void check(String what, String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          what + " holds a character that no program can be given; remove it");
    }
  }

  private static String ranges(TreeSet<Integer> indices) {
    StringBuilder text = new StringBuilder();
    int first = -1;
    int last = -2;
    for (int index : indices) {
      if (index != last + 1) {
        range(text, first, last);
        first = index;
      }
      last = index;
    }
    range(text, first, last);
    return text.toString();
  }

  private static void range(StringBuilder text, int first, int last) {
    if (first >= 0) {
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        text.append('-').append(last);
      }
    }
  }
}
