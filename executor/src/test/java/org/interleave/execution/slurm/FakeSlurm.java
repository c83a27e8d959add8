package org.interleave.execution.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Slurm's tools without Slurm, in simulated time: jobs, arrays and dependencies, and everything
 * that goes wrong between a tool and its controller. Single-threaded use.
 */
public final class FakeSlurm implements Tools, Waits {

  /** What happens to one call. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It is done, but the tool does not end. */
    DONE_BUT_LATE,
    /** It is done, but the connection breaks. */
    DONE_BUT_BROKEN,
    /** It is done, but what is printed is not what was meant. */
    DONE_BUT_GARBAGE,
    /** It is not done, and the tool does not end. */
    LATE,
    /** It is not done: the connection is refused. */
    BROKEN,
    /** It is done three seconds later; the tool does not end. */
    DELAYED
  }

  /** A job or a task of an array. */
  private static final class Unit {
    final JobId id;
    String state = "PENDING";
    String reason = "Priority";
    long since; // of the state, in nanoseconds

    Unit(JobId id, long now) {
      this.id = id;
      this.since = now;
    }
  }

  private record Job(
      long id,
      String name,
      Map<String, String> options,
      List<Long> after,
      List<Long> afterSameIndex,
      List<Unit> units) {}

  private record Delayed(long at, List<String> argv) {}

  private static final long CALL = 5_000_000;

  /** The nodes and partitions that are told of; as scontrol prints them. */
  public String nodes =
      IntStream.rangeClosed(1, 16)
          .mapToObj(
              n ->
                  String.format(
                      Locale.ROOT,
                      "NodeName=n%02d Arch=x86_64 CoresPerSocket=22 CPUAlloc=0 CPUTot=44"
                          + " Gres=gpu:6 RealMemory=524288 Sockets=2 Boards=1 State=IDLE"
                          + " ThreadsPerCore=1 Partitions=all\n",
                      n))
          .collect(Collectors.joining());

  public String partitions =
      "PartitionName=all Default=YES Nodes=n[01-16] State=UP\n"
          + "PartitionName=debug Default=NO Nodes=n[01-02] State=UP\n";

  /** How long tasks run, in nanoseconds; they end with COMPLETED unless told. */
  public Function<JobId, Duration> durations = id -> Duration.ofSeconds(1);

  /** In which state tasks end that run to their end. */
  public Function<JobId, String> ends = id -> "COMPLETED";

  /** How many run at once. */
  public int capacity = 1_000_000;

  /** How long jobs that have ended are remembered. */
  public Duration memory = Duration.ofMinutes(5);

  /** Whether there are accounts of what is forgotten. */
  public boolean accounts;

  private final Function<List<String>, Fault> faults;
  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private final List<Delayed> delayed = new ArrayList<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private long now = 1_000_000_000;
  private long silentUntil;
  private long lastId = 100;

  /** Without faults. */
  public FakeSlurm() {
    this(argv -> Fault.NONE);
  }

  /** With faults: asked for every call. */
  public FakeSlurm(Function<List<String>, Fault> faults) {
    this.faults = faults;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(Duration time) {
    now += time.toNanos();
  }

  /** No answer to anything from now on. */
  public void silent(Duration time) {
    silentUntil = now + time.toNanos();
  }

  /** How often a tool was called. */
  public int calls(String tool) {
    return calls.getOrDefault(tool, 0);
  }

  /** Puts a job or a task of an array into a state. */
  public void put(JobId id, String state, String reason) {
    for (Unit unit : jobs.get(id.job()).units()) {
      if (unit.id.equals(id) || id.task() == JobId.WHOLE) {
        unit.state = state;
        unit.reason = reason;
        unit.since = now;
      }
    }
  }

  /** A node of the job fails: it is requeued if it may be. */
  public void failNode(long job) {
    boolean requeued = jobs.get(job).options().containsKey("requeue");
    put(JobId.of(job), requeued ? "REQUEUED" : "NODE_FAIL", requeued ? "NodeDown" : "None");
  }

  /** The states of all jobs and tasks that there ever were. */
  public Map<JobId, String> all() {
    advance();
    Map<JobId, String> all = new TreeMap<>();
    jobs.values().forEach(job -> job.units().forEach(u -> all.put(u.id, u.state)));
    return all;
  }

  /** The numbers of the jobs of each name that were not cancelled. */
  public Map<String, List<Long>> byName() {
    advance();
    Map<String, List<Long>> names = new LinkedHashMap<>();
    for (Job job : jobs.values()) {
      if (!job.units().stream().allMatch(u -> u.state.equals("CANCELLED"))) {
        names.computeIfAbsent(job.name(), n -> new ArrayList<>()).add(job.id());
      }
    }
    return names;
  }

  /** An option that a job was submitted with. */
  public String option(long job, String name) {
    return jobs.get(job).options().getOrDefault(name, "");
  }

  @Override
  public Answer call(List<String> argv, Duration patience) {
    calls.merge(argv.get(0), 1, Integer::sum);
    if (argv.contains("--version")) {
      return Answer.of("slurm 22.05.8\n");
    }
    now += CALL;
    if (now < silentUntil) {
      now += patience.toNanos();
      return Answer.failed(
          argv.get(0) + ": error: Unable to contact slurm controller (connect failure)\n");
    }
    advance();
    Fault fault = faults.apply(argv);
    switch (fault) {
      case LATE -> {
        return late(patience);
      }
      case BROKEN -> {
        return Answer.failed("Unable to contact slurm controller (connect failure)\n");
      }
      case DELAYED -> {
        delayed.add(new Delayed(now + 3_000_000_000L, argv));
        now += CALL;
        return new Answer(Answer.LATE, "", "no answer");
      }
      default -> {
        Answer answer = answer(argv);
        return switch (fault) {
          case DONE_BUT_LATE -> late(patience);
          case DONE_BUT_BROKEN ->
              Answer.failed(argv.get(0) + ": error: Socket timed out on send/recv operation\n");
          case DONE_BUT_GARBAGE -> Answer.of("\u0000\u001b[31m#%!" + answer.out() + "\nJobs: x|y");
          default -> answer;
        };
      }
    }
  }

  private Answer late(Duration patience) {
    now += patience.toNanos();
    return new Answer(Answer.LATE, "", "no answer within " + patience.toSeconds() + " s");
  }

  private Answer answer(List<String> argv) {
    return switch (argv.get(0)) {
      case "sbatch" -> sbatch(argv);
      case "squeue" -> squeue(argv);
      case "scancel" -> scancel(argv);
      case "sacct" -> sacct(argv);
      case "scontrol" -> scontrol(argv);
      default -> new Answer(Answer.MISSING, "", "no such program");
    };
  }

  /** Lets time pass for the jobs. */
  private void advance() {
    List<Delayed> due = delayed.stream().filter(d -> d.at() <= now).toList();
    delayed.removeAll(due);
    due.forEach(d -> sbatch(d.argv()));
    int running = 0;
    for (Job job : jobs.values()) {
      for (Unit unit : job.units()) {
        if (unit.state.equals("RUNNING")
            && now - unit.since >= durations.apply(unit.id).toNanos()) {
          unit.state = ends.apply(unit.id);
          unit.reason = "None";
          unit.since = now;
        } else if (unit.state.equals("REQUEUED")) {
          unit.state = "PENDING";
          unit.reason = "BeginTime";
        }
        running += unit.state.equals("RUNNING") ? 1 : 0;
      }
    }
    for (Job job : jobs.values()) {
      if (!waits(job)) {
        continue;
      }
      boolean ready = job.after().stream().allMatch(j -> all(j, "COMPLETED"));
      boolean never = job.after().stream().anyMatch(this::hasFailed);
      for (Unit unit : job.units()) {
        if (!unit.state.equals("PENDING")) {
          continue;
        }
        boolean unitReady =
            ready && job.afterSameIndex().stream().allMatch(j -> same(j, unit, "COMPLETED"));
        if (never || job.afterSameIndex().stream().anyMatch(j -> hasFailed(j, unit))) {
          boolean kill = "yes".equals(job.options().get("kill-on-invalid-dep"));
          unit.state = kill ? "CANCELLED" : "PENDING";
          unit.reason = "DependencyNeverSatisfied";
          unit.since = now;
        } else if (!unitReady) {
          unit.reason = "Dependency";
        } else if (running < capacity) {
          running++;
          unit.state = "RUNNING";
          unit.reason = "None";
          unit.since = now;
        } else {
          unit.reason = "Resources";
        }
      }
    }
  }

  private static boolean waits(Job job) {
    for (Unit unit : job.units()) {
      if (unit.state.equals("PENDING")) {
        return true;
      }
    }
    return false;
  }

  private boolean all(long job, String state) {
    return jobs.containsKey(job)
        && jobs.get(job).units().stream().allMatch(u -> u.state.equals(state));
  }

  private boolean same(long job, Unit unit, String state) {
    return jobs.get(job).units().stream()
        .anyMatch(u -> u.id.task() == unit.id.task() && u.state.equals(state));
  }

  private boolean hasFailed(long job, Unit unit) {
    return jobs.get(job).units().stream()
        .filter(u -> u.id.task() == unit.id.task())
        .map(u -> JobState.of(u.state, "", "").phase())
        .anyMatch(p -> p.ended() && p != JobState.Phase.DONE);
  }

  private boolean hasFailed(long job) {
    return !jobs.containsKey(job)
        || jobs.get(job).units().stream()
            .map(u -> JobState.of(u.state, "", "").phase())
            .anyMatch(p -> p.ended() && p != JobState.Phase.DONE);
  }

  private Answer sbatch(List<String> argv) {
    Map<String, String> options = new TreeMap<>();
    for (String argument : argv.subList(1, argv.size())) {
      String[] parts = argument.substring(2).split("=", 2);
      options.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    String partition = options.getOrDefault("partition", "all");
    if (!partitions.contains("PartitionName=" + partition + " ")) {
      return Answer.failed(
          "sbatch: error: invalid partition specified: "
              + partition
              + "\nsbatch: error: Batch job submission failed: Invalid partition name specified\n");
    }
    long id = ++lastId;
    List<Unit> units = new ArrayList<>();
    String array = options.getOrDefault("array", "");
    if (array.isEmpty()) {
      units.add(new Unit(JobId.of(id), now));
    } else {
      for (String range : array.replaceFirst("%.*", "").split(",", -1)) {
        String[] ends = range.split("-", 2);
        for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
          units.add(new Unit(new JobId(id, i), now));
        }
      }
    }
    List<Long> after = new ArrayList<>();
    List<Long> same = new ArrayList<>();
    for (String dependency : options.getOrDefault("dependency", "").split(",", -1)) {
      String[] words = dependency.split(":", -1);
      for (String job : List.of(words).subList(1, words.length)) {
        (words[0].equals("aftercorr") ? same : after).add(Long.parseLong(job));
      }
    }
    jobs.put(id, new Job(id, options.get("job-name"), options, after, same, units));
    advance();
    return Answer.of(id + "\n");
  }

  private boolean remembered(Unit unit) {
    return !JobState.of(unit.state, "", "").phase().ended() || now - unit.since < memory.toNanos();
  }

  private static String value(List<String> argv, String option) {
    int at = argv.indexOf(option);
    return at < 0 ? "" : argv.get(at + 1);
  }

  private Answer squeue(List<String> argv) {
    String name = value(argv, "-n");
    List<String> ids = List.of(value(argv, "-j").split(",", -1));
    StringBuilder out = new StringBuilder();
    for (Job job : jobs.values()) {
      boolean asked =
          name.isEmpty() ? ids.contains(Long.toString(job.id())) : name.equals(job.name());
      for (Unit unit : job.units()) {
        if (asked && remembered(unit)) {
          out.append(
              value(argv, "-o").equals("%F")
                  ? job.id() + "\n"
                  : unit.id + "|" + unit.state + "|n01|" + unit.reason + "\n");
        }
      }
    }
    return out.isEmpty() && ids.size() == 1 && name.isEmpty()
        ? Answer.failed("slurm_load_jobs error: Invalid job id specified\n")
        : Answer.of(out.toString());
  }

  private Answer sacct(List<String> argv) {
    if (!accounts) {
      return Answer.failed("Slurm accounting storage is disabled\n");
    }
    List<String> ids = List.of(value(argv, "-j").split(",", -1));
    StringBuilder out = new StringBuilder();
    for (Job job : jobs.values()) {
      if (ids.contains(Long.toString(job.id())) || argv.contains("--name=" + job.name())) {
        job.units().forEach(u -> out.append(u.id + "|" + u.state + " by 0|n01\n"));
      }
    }
    return Answer.of(out.toString());
  }

  private Answer scancel(List<String> argv) {
    for (String word : argv.subList(1, argv.size())) {
      Job job = word.startsWith("-") ? null : jobs.get(Long.parseLong(word));
      if (job != null && argv.stream().noneMatch(a -> a.startsWith("--signal"))) {
        boolean waiting = argv.contains("--state=PENDING");
        job.units().stream()
            .filter(u -> !waiting || u.state.equals("PENDING"))
            .filter(u -> !JobState.of(u.state, "", "").phase().ended())
            .forEach(u -> put(u.id, "CANCELLED", "None"));
      }
    }
    return Answer.of("");
  }

  private Answer scontrol(List<String> argv) {
    String what = String.join(" ", argv);
    if (what.contains("show partition")) {
      return Answer.of(partitions);
    }
    String last = argv.get(argv.size() - 1);
    if (what.contains("show hostnames")) {
      return Answer.of(String.join("\n", hosts(last)) + "\n");
    }
    if (what.contains("show node")) {
      List<String> hosts = hosts(last);
      return Answer.of(
          nodes
              .lines()
              .filter(line -> hosts.contains(line.substring(9, line.indexOf(' '))))
              .map(line -> line + "\n")
              .collect(Collectors.joining()));
    }
    return Answer.of(
        "JobId="
            + last
            + " JobName=x Nodes=1 NumCPUs=1   Nodes=n[01-02] CPU_IDs=0-21 Mem=0"
            + " GRES=gpu:3(IDX:0-2) MinCPUsNode=1\n");
  }

  /** One range in brackets at most. */
  private static List<String> hosts(String list) {
    int open = list.indexOf('[');
    if (open < 0) {
      return List.of(list.split(",", -1));
    }
    String[] ends = list.substring(open + 1, list.indexOf(']')).split("-", -1);
    int last = Integer.parseInt(ends[1]);
    if (last > 100) {
      throw new IllegalArgumentException(list);
    }
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), last)
        .mapToObj(n -> list.substring(0, open) + String.format(Locale.ROOT, "%02d", n))
        .toList();
  }
}
