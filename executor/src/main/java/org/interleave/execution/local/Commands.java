package org.interleave.execution.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.execution.TaskLaunch;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.jspecify.annotations.Nullable;

/** Makes of a task what the system is asked to start: words, directory, environment, streams. */
final class Commands {
  private static final File NOTHING = new File("/dev/null");

  private final LocalBackend.Setting setting;
  private final Path work;
  private final boolean stressNg = Programs.exists("stress-ng");
  private final @Nullable Machine machine;
  private final @Nullable Machine pinned;
  private final int[] firstSlots;
  private final int[] firstGpus;
  private final Map<String, String> common;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /**
   * Commands of a run.
   *
   * @param work the folder that its tasks share
   * @param machine whose CPUs and GPUs are given to processes; null for virtual ones
   */
  Commands(LocalBackend.Setting setting, Path work, @Nullable Machine machine) {
    this.setting = setting;
    this.work = work;
    this.machine = machine;
    this.pinned = machine != null && Programs.exists("taskset") ? machine : null;
    Cluster cluster = setting.cluster();
    int nodes = cluster.virtual() ? 0 : cluster.nodeCount();
    this.firstSlots = new int[nodes];
    this.firstGpus = new int[nodes];
    if (nodes > 0 && setting.node() == LocalBackend.Setting.EVERY_NODE) {
      NodeGroup[] groups = cluster.nodes();
      for (int n = 1; n < nodes; n++) {
        firstSlots[n] = firstSlots[n - 1] + groups[n - 1].slots(cluster.slot());
        firstGpus[n] = firstGpus[n - 1] + groups[n - 1].gpus();
      }
    }
    this.common =
        Map.of(
            "run", setting.directory().toString(),
            "work", work.toString(),
            "java", Path.of(System.getProperty("java.home", "/"), "bin", "java").toString(),
            "classpath", classPath());
  }

  private static String classPath() {
    return List.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1)).stream()
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * What starts a process of a task.
   *
   * @param key of the attempt
   * @param output where its output goes, relative to the run's folder and without ending; empty for
   *     nowhere
   */
  ProcessBuilder of(TaskLaunch launch, String key, int process, String output)
      throws CannotStartException {
    Meant w = meant(launch, key, process);
    TaskSet set = launch.set().set();
    Path directory = w.directory();
    if (set.run() instanceof Command.Argv command) {
      if (command.directory() != null) {
        requireDirectory(set, directory);
      }
      checkProgram(set, w.argv().get(0), directory, w.environment().get("PATH"));
    }
    return builder(
        front(launch.processes().get(process)), w.argv(), directory, w.environment(), output);
  }

  /**
   * What a process of a task is.
   *
   * @param directory may not be there
   */
  record Meant(List<String> argv, Map<String, String> environment, Path directory) {}

  /** The words of a process of a task, wherever it is started. */
  Meant meant(TaskLaunch launch, String key, int process) throws CannotStartException {
    TaskSet set = launch.set().set();
    Share share = launch.processes().get(process);
    Placeholders placeholders = placeholders(launch, process, share);
    Map<String, String> environment = environment(launch, process, share);
    Path directory = setting.base();
    List<String> argv;
    Command run = set.run();
    if (run instanceof Command.Argv command) {
      argv = new ArrayList<>();
      for (String word : command.argv()) {
        argv.add(checked("argument " + argv.size(), set, placeholders.in(word)));
      }
      for (Map.Entry<String, String> e : new TreeMap<>(command.environment()).entrySet()) {
        checkName(set, e.getKey());
        environment.put(
            e.getKey(),
            checked("the variable '" + e.getKey() + "'", set, placeholders.in(e.getValue())));
      }
      directory = directory(set, command.directory(), placeholders);
    } else if (run instanceof Command.Stress && !share.slots().isEmpty()) {
      argv = stress(share.slots().size());
    } else {
      argv = List.of("sleep", Seconds.of(launch.durationMicros()));
    }
    // Last, for nothing may hide a process from those who look for it.
    environment.put("INTERLEAVE_RUN", setting.runId());
    environment.put("INTERLEAVE_TASK", key);
    return new Meant(argv, environment, directory);
  }

  private ProcessBuilder builder(
      List<String> front,
      List<String> argv,
      Path directory,
      Map<String, String> environment,
      String output) {
    Map<String, String> unwritable = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!Words.canPass(name) || !Words.canPass(value)) {
                unwritable.put(name, value);
              }
            });
    ProcessBuilder builder = new ProcessBuilder(Words.encoded(front, unwritable, argv));
    environment.keySet().removeAll(unwritable.keySet());
    builder.environment().putAll(environment);
    builder.directory(directory.toFile()).redirectInput(NOTHING);
    if (output.isEmpty()) {
      builder.redirectOutput(NOTHING).redirectError(NOTHING);
    } else {
      builder
          .redirectOutput(setting.directory().resolve(output + ".out").toFile())
          .redirectError(setting.directory().resolve(output + ".err").toFile());
    }
    return builder;
  }

  /** A load, in a group of its own that a signal ends. */
  private List<String> stress(int cpus) {
    if (stressNg) {
      return List.of("stress-ng", "--quiet", "--cpu", Integer.toString(cpus), "--timeout", "0");
    }
    String script = "i=1; while [ $i -lt $1 ]; do (while :; do :; done) & i=$((i+1)); done; ";
    return List.of("sh", "-c", script + "while :; do :; done", "stress", Integer.toString(cpus));
  }

  private List<String> front(Share share) {
    String cpus = pinned == null ? "" : cpus(pinned, share);
    return cpus.isEmpty() ? List.of("setsid") : List.of("setsid", "taskset", "-c", cpus);
  }

  /** The machine's CPUs that a share stands for; empty if it has no such CPUs. */
  private String cpus(Machine machine, Share share) {
    List<List<Integer>> slots = machine.slots(setting.cluster().slot());
    List<String> cpus = new ArrayList<>();
    for (int slot : share.slots()) {
      int at = firstSlots[share.node()] + slot;
      if (at >= slots.size()) {
        return "";
      }
      slots.get(at).forEach(cpu -> cpus.add(cpu.toString()));
    }
    return String.join(",", cpus);
  }

  private Placeholders placeholders(TaskLaunch launch, int process, Share share) {
    Map<String, String> values = new HashMap<>(common);
    values.put("index", Integer.toString(launch.index()));
    values.put("set", launch.set().set().name());
    values.put("iteration", Integer.toString(launch.set().iteration()));
    values.put("process", Integer.toString(process));
    values.put("tasks", Integer.toString(launch.set().set().tasks()));
    values.put("slots", Integer.toString(share.slots().size()));
    values.put("gpus", Integer.toString(share.gpus().size()));
    values.put("attempt", Integer.toString(launch.launch()));
    values.put("duration", Seconds.of(launch.durationMicros()));
    return new Placeholders(values);
  }

  private Map<String, String> environment(TaskLaunch launch, int process, Share share)
      throws CannotStartException {
    TaskSet set = launch.set().set();
    boolean named = Words.fault("", set.name()).isEmpty();
    int firstGpu = firstGpus.length == 0 ? 0 : firstGpus[share.node()];
    String gpus =
        share.gpus().stream().map(id -> gpu(firstGpu + id)).collect(Collectors.joining(","));
    Map<String, String> values = new HashMap<>();
    values.put("PATH", System.getenv().getOrDefault("PATH", "/bin:/usr/bin"));
    values.put("INTERLEAVE_RUN_DIR", setting.directory().toString());
    values.put("INTERLEAVE_WORK", work.toString());
    values.put("INTERLEAVE_SET", named ? set.name() : OutputFolders.name(set.name()));
    values.put("INTERLEAVE_ITERATION", Integer.toString(launch.set().iteration()));
    values.put("INTERLEAVE_INDEX", Integer.toString(launch.index()));
    values.put("INTERLEAVE_PROCESS", Integer.toString(process));
    values.put("INTERLEAVE_TASKS", Integer.toString(set.tasks()));
    values.put("INTERLEAVE_ATTEMPT", Integer.toString(launch.launch()));
    values.put("INTERLEAVE_DURATION", Seconds.of(launch.durationMicros()));
    values.put("INTERLEAVE_NODE", Integer.toString(share.node()));
    values.put("INTERLEAVE_SLOTS", list(share.slots()));
    values.put("INTERLEAVE_GPUS", list(share.gpus()));
    values.put("OMP_NUM_THREADS", Integer.toString(Math.max(1, share.slots().size())));
    values.put("CUDA_VISIBLE_DEVICES", gpus);
    values.put("ROCR_VISIBLE_DEVICES", gpus);
    return values;
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(n -> Integer.toString(n)).collect(Collectors.joining(","));
  }

  private String gpu(int number) {
    return machine == null ? Integer.toString(number) : machine.gpu(number);
  }

  private Path directory(TaskSet set, @Nullable String text, Placeholders placeholders)
      throws CannotStartException {
    if (text == null) {
      return setting.base();
    }
    String name = checked("the directory", set, placeholders.in(text));
    if (!Words.canPass(name)) {
      throw new CannotStartException(
          "the directory '"
              + name
              + "' of task set '"
              + set.name()
              + "' can't be written in this locale; set LC_ALL=C.UTF-8");
    }
    try {
      return setting.base().resolve(name);
    } catch (InvalidPathException e) {
      throw new CannotStartException(
          "task set '" + set.name() + "' has a directory that is none: " + e.getMessage());
    }
  }

  private static void requireDirectory(TaskSet set, Path directory) throws CannotStartException {
    if (!Files.isDirectory(directory)) {
      throw new CannotStartException(
          "task set '" + set.name() + "' runs in " + directory + ", but there is no such folder");
    }
  }

  /** Found once, a program is not looked for again. */
  private void checkProgram(TaskSet set, String name, Path directory, @Nullable String path)
      throws CannotStartException {
    String place = path + "\0" + directory + "\0" + name;
    if (seen.contains(place)) {
      return;
    }
    if (Words.canPass(name) && Programs.find(name, directory, path) == null) {
      throw new CannotStartException(Programs.missing(set.name(), name, directory));
    }
    if (seen.size() < 1000) {
      seen.add(place);
    }
  }

  private static void checkName(TaskSet set, String name) throws CannotStartException {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new CannotStartException(
          "task set '" + set.name() + "' sets a variable '" + name + "', which no name can be");
    }
    checked("the name of a variable", set, name);
  }

  private static String checked(String what, TaskSet set, String text) throws CannotStartException {
    String fault = Words.fault(what + " of task set '" + set.name() + "'", text);
    if (!fault.isEmpty()) {
      throw new CannotStartException(fault);
    }
    return text;
  }
}
