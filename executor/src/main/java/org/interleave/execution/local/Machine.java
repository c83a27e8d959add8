package org.interleave.execution.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has: the cores that this process may use, each with its CPUs (hardware threads)
 * as the system numbers them, and GPUs.
 */
public final class Machine {
  private static final long PATIENCE_SECONDS = 5;

  private final List<List<Integer>> cores;
  private final List<String> gpus;

  private Machine(List<List<Integer>> cores, List<String> gpus) {
    this.cores = cores;
    this.gpus = gpus;
  }

  /** The machine that this program runs on. */
  public static Machine here() {
    return of(Path.of("/proc"), Path.of("/sys"), List.of("nvidia-smi", "-L"), System.getenv());
  }

  /**
   * A machine as it is described elsewhere.
   *
   * @param proc in place of /proc
   * @param sys in place of /sys
   * @param gpuList a command that prints a line for every GPU
   * @param environment that this program was given: an allocation says there which GPUs are its own
   */
  static Machine of(Path proc, Path sys, List<String> gpuList, Map<String, String> environment) {
    List<String> gpus = given(environment);
    if (gpus == null) {
      gpus = IntStream.range(0, gpus(gpuList)).mapToObj(Integer::toString).toList();
    }
    return new Machine(cores(allowed(proc), sys), gpus);
  }

  /** The GPUs that were given to this program, or null if nothing is said of them. */
  private static @Nullable List<String> given(Map<String, String> environment) {
    for (String name : List.of("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")) {
      String list = environment.get(name);
      if (list != null) {
        return Stream.of(list.split(",", -1))
            .map(String::strip)
            .takeWhile(gpu -> !gpu.isEmpty() && !gpu.equals("-1"))
            .toList();
      }
    }
    return null;
  }

  /** The CPUs of every core, cores and CPUs ascending; without those that may not be used. */
  public List<List<Integer>> cores() {
    return cores;
  }

  /** How many CPUs may be used. */
  public int cpuCount() {
    return cores.stream().mapToInt(List::size).sum();
  }

  /** How many GPUs there are. */
  public int gpus() {
    return gpus.size();
  }

  /** How the system calls a GPU. */
  String gpu(int number) {
    return number < gpus.size() ? gpus.get(number) : Integer.toString(number);
  }

  /** What each slot stands for: the CPUs of a core, or one CPU where a slot is a thread. */
  List<List<Integer>> slots(SlotKind kind) {
    return kind == SlotKind.CORE
        ? cores
        : cores.stream().flatMap(List::stream).map(List::of).toList();
  }

  /** The machine as a cluster of one node, called {@code local}, whose slots are cores. */
  public Cluster cluster() {
    int threads = cores.stream().mapToInt(List::size).min().orElse(1);
    return new Cluster(
        "local", SlotKind.CORE, List.of(new NodeGroup(1, cores.size(), threads, gpus(), 0, 0)));
  }

  /** Why the slots of a cluster can't be taken for this machine's; empty if they can. */
  public String misfit(Cluster cluster) {
    int slots = cluster.totalSlots();
    if (cluster.virtual()
        || slots <= slots(cluster.slot()).size() && cluster.totalGpus() <= gpus()) {
      return "";
    }
    return "cluster '"
        + cluster.name()
        + "' has "
        + count(slots, "slot")
        + and(cluster.totalGpus())
        + ", but this machine has "
        + capacity(cluster.slot())
        + "; declare it virtual (--virtual), so that slots are only counted, or use --cluster"
        + " local";
  }

  private String and(int number) {
    return number == 0 ? "" : " and " + count(number, "GPU");
  }

  private String capacity(SlotKind kind) {
    int slots = slots(kind).size();
    return count(slots, kind == SlotKind.CORE ? "core" : "hardware thread")
        + (gpus.isEmpty() ? " and no GPU" : and(gpus()));
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static List<Integer> allowed(Path proc) {
    try {
      for (String line : Files.readAllLines(proc.resolve("self/status"), StandardCharsets.UTF_8)) {
        if (line.startsWith("Cpus_allowed_list:")) {
          List<Integer> cpus = list(line.substring(line.indexOf(':') + 1));
          if (!cpus.isEmpty()) {
            return cpus;
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // Then as many as Java believes that there are.
    }
    return IntStream.range(0, Runtime.getRuntime().availableProcessors()).boxed().toList();
  }

  private static List<List<Integer>> cores(List<Integer> allowed, Path sys) {
    TreeMap<Integer, TreeSet<Integer>> cores = new TreeMap<>();
    for (int cpu : allowed) {
      int first = cpu;
      try {
        Path siblings =
            sys.resolve("devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list");
        List<Integer> all = list(Files.readString(siblings, StandardCharsets.UTF_8));
        if (all.contains(cpu)) {
          first = all.get(0);
        }
      } catch (IOException | IllegalArgumentException e) {
        // Then it is taken for a core of its own.
      }
      cores.computeIfAbsent(first, f -> new TreeSet<>()).add(cpu);
    }
    return cores.values().stream().map(List::copyOf).toList();
  }

  /** Numbers as the system lists them, such as {@code 0-2,7}; ascending. */
  private static List<Integer> list(String text) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String range : text.strip().split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last - first > 100_000) {
        throw new IllegalArgumentException("no list of CPUs: " + text);
      }
      IntStream.rangeClosed(first, last).forEach(numbers::add);
    }
    return List.copyOf(new ArrayList<>(numbers));
  }

  private static int gpus(List<String> command) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return 0; // no such program, so none of its GPUs
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return 0;
      }
      String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return (int) lines.lines().filter(line -> line.startsWith("GPU ")).count();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
