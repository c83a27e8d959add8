package org.interleave.execution.slurm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * Slurm as its users see it, through sbatch, squeue, scontrol, scancel and sacct.
 *
 * <p>A controller that does not answer, or answers with something unreadable, is asked again with
 * growing waits between. Every method throws {@link SlurmException} and nothing else for what Slurm
 * does: {@code SILENT} when patience is at its end or the thread was interrupted (its flag stays
 * set), {@code REFUSED} for a clear no, {@code ABSENT} where there is no Slurm. Safe for use by
 * several threads if the tools are.
 */
public final class Slurm {

  /** How many jobs one call names. */
  private static final int AT_ONCE = 500;

  /** How often a job is looked for before it is submitted again. */
  private static final int LOOKS = 2;

  private static final Pattern SUBMITTED = Pattern.compile("[1-9][0-9]{0,17}(;.*)?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Caller caller;
  private volatile boolean unaccounted;

  private Slurm(Tools tools, Waits waits, Patience patience, Consumer<String> notes) {
    this.caller = new Caller(tools, waits, patience, notes);
  }

  /**
   * The Slurm of this machine.
   *
   * @param notes is told, in one line each, when the controller is silent and when it is back
   */
  public static Slurm here(Patience patience, Consumer<String> notes) {
    return of(new CommandLineTools(Map.of()), Waits.REAL, patience, notes);
  }

  /** A Slurm behind the given tools, in the given time. */
  public static Slurm of(Tools tools, Waits waits, Patience patience, Consumer<String> notes) {
    return new Slurm(tools, waits, patience, notes);
  }

  /** Why Slurm can't be used here, in one line; empty if it can. Does not ask the controller. */
  public String absent() {
    for (String tool : List.of("sbatch", "squeue", "scontrol", "scancel")) {
      Answer answer = caller.once(List.of(tool, "--version"));
      if (Diagnosis.of(answer) == Diagnosis.ABSENT) {
        return "Slurm can't be used here: " + Caller.absence(tool, answer);
      }
    }
    return "";
  }

  /**
   * Submits a job, once: where the answer is lost, the job is looked for by its name before it is
   * submitted again.
   *
   * @return the number of the job, or of the array
   */
  public long submit(Submission submission) {
    String purpose = "submit job '" + submission.name() + "'";
    List<String> argv = submission.argv();
    Caller.Silence silence = caller.silence(purpose);
    boolean lost = false;
    while (true) {
      Answer answer = caller.once(argv);
      Diagnosis diagnosis = Diagnosis.of(answer);
      if (diagnosis == Diagnosis.REFUSED || diagnosis == Diagnosis.UNKNOWN_JOB) {
        throw Caller.refused(purpose, answer);
      }
      if (diagnosis == Diagnosis.ABSENT) {
        throw Caller.absent(purpose, argv.get(0), answer);
      }
      OptionalLong id =
          diagnosis == Diagnosis.FINE ? submitted(answer.out()) : OptionalLong.empty();
      if (id.isPresent()) {
        silence.broken();
        return lost ? only(submission.name(), id.getAsLong()) : id.getAsLong();
      }
      lost = true;
      // Twice, some time apart: what was sent may still be under way to the controller.
      for (int look = 0; look < LOOKS; look++) {
        silence.wait(
            diagnosis == Diagnosis.FINE
                ? "unreadable answer of sbatch: '" + answer.out() + "'"
                : Diagnosis.complaint(answer));
        TreeSet<Long> found = named(submission.name());
        if (!found.isEmpty()) {
          silence.broken();
          return firstOf(found);
        }
      }
    }
  }

  /** The job of the given name, running, waiting or ended; empty if Slurm knows none. */
  public OptionalLong find(String name) {
    TreeSet<Long> found = named(name);
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.first());
  }

  /**
   * The states of jobs. Of a job array every task is in the answer that Slurm still knows, under
   * its index; a job or array of which nothing is known is there as {@link JobState#FORGOTTEN}.
   *
   * @return ascending by job and task
   */
  public Map<JobId, JobState> states(Collection<Long> jobs) {
    TreeMap<JobId, JobState> states = new TreeMap<>();
    List<Long> wanted = List.copyOf(new TreeSet<>(jobs));
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      states.putAll(ask(wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE))));
    }
    states.keySet().removeIf(id -> Collections.binarySearch(wanted, id.job()) < 0);
    addAccounted(states, unseen(states, wanted));
    unseen(states, wanted).forEach(job -> states.put(JobId.of(job), JobState.FORGOTTEN));
    return states;
  }

  /** The state of a job that is no array. */
  public JobState state(long job) {
    return states(List.of(job)).getOrDefault(JobId.of(job), JobState.FORGOTTEN);
  }

  /** Cancels jobs and whole arrays. Those that have ended or are not known are left as they are. */
  public void cancel(Collection<Long> jobs) {
    cancel(jobs, List.of());
  }

  /** Cancels what has not begun of jobs and arrays; the rest goes on. */
  public void cancelWaiting(Collection<Long> jobs) {
    cancel(jobs, List.of("--state=PENDING"));
  }

  private void cancel(Collection<Long> jobs, List<String> which) {
    List<Long> wanted = List.copyOf(new TreeSet<>(jobs));
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      List<String> argv = new ArrayList<>(List.of("scancel"));
      argv.addAll(which);
      wanted
          .subList(from, Math.min(wanted.size(), from + AT_ONCE))
          .forEach(job -> argv.add(Long.toString(job)));
      caller.ask("cancel jobs", argv, answer -> answer);
    }
  }

  /**
   * Sends a signal to all processes of a job, its batch script too. One that is not running does
   * not get it.
   *
   * @param signal without SIG, such as {@code TERM}
   */
  public void signal(long job, String signal) {
    caller.ask(
        "send " + signal + " to job " + job,
        List.of("scancel", "--full", "--signal=" + signal, Long.toString(job)),
        answer -> answer);
  }

  /**
   * The nodes of a partition, without those that are down or drained. A slot is a hardware thread
   * if a node has several a core; what Slurm keeps for the system is reserved.
   *
   * @param partition null for the default one
   */
  public Shape shape(@Nullable String partition) {
    List<Fields> partitions =
        caller.ask(
            "read Slurm's partitions",
            List.of("scontrol", "-o", "show", "partition"),
            answer -> Fields.of(answer.out(), "PartitionName"));
    Fields chosen = null;
    for (Fields p : partitions) {
      if (partition == null
          ? p.text("Default", "NO").equals("YES")
          : p.text("PartitionName", "").equals(partition)) {
        chosen = p;
        break;
      }
    }
    List<String> names = partitions.stream().map(p -> p.text("PartitionName", "")).toList();
    if (chosen == null) {
      throw new SlurmException(
          SlurmException.Kind.REFUSED,
          partition == null
              ? "Slurm has no default partition; name one of " + String.join(", ", names)
              : "Slurm has no partition '" + partition + "'" + Suggestion.of(partition, names));
    }
    String name = chosen.text("PartitionName", "");
    String nodes = chosen.text("Nodes", "");
    if (nodes.isEmpty()) {
      throw new SlurmException(
          SlurmException.Kind.REFUSED,
          "Slurm's partition '" + name + "' has no nodes; name another of " + names);
    }
    return Shapes.of("slurm:" + name, nodes(nodes));
  }

  /**
   * The nodes of the allocation that this program runs in, with the CPUs and GPUs that are the
   * job's own.
   *
   * @param environment of this program, as Slurm has set it
   * @return null if this is no allocation: {@code SLURM_JOB_ID} is not set
   */
  public @Nullable Shape allocation(Map<String, String> environment) {
    String job = environment.get("SLURM_JOB_ID");
    String list = environment.get("SLURM_JOB_NODELIST");
    if (job == null || list == null) {
      return null;
    }
    Map<String, Shapes.Part> parts = new HashMap<>();
    List<Shapes.Part> had =
        caller.ask(
            "read the allocation " + job,
            List.of("scontrol", "-o", "-d", "show", "job", job),
            answer -> Shapes.parts(answer.out(), job));
    for (Shapes.Part part : had) {
      hosts(part.nodes()).forEach(host -> parts.put(host, part));
    }
    List<NodeRecord> nodes =
        nodes(list).stream()
            .map(n -> parts.containsKey(n.name()) ? Shapes.reduced(n, parts.get(n.name())) : n)
            .toList();
    String partition = environment.getOrDefault("SLURM_JOB_PARTITION", job);
    return Shapes.usable("slurm:" + partition, nodes, List.of());
  }

  /** The names of nodes in a list such as {@code n[01-16],gpu7}. */
  public List<String> hosts(String list) {
    return caller.ask(
        "read the list of nodes " + list,
        List.of("scontrol", "show", "hostnames", list),
        answer -> {
          List<String> hosts = answer.out().lines().map(String::strip).toList();
          if (hosts.isEmpty() || hosts.stream().anyMatch(h -> !HOST.matcher(h).matches())) {
            throw new IllegalArgumentException("no names of nodes");
          }
          return hosts;
        });
  }

  private List<NodeRecord> nodes(String list) {
    return caller.ask(
        "read Slurm's nodes",
        List.of("scontrol", "-o", "show", "node", list),
        answer -> NodeRecord.of(answer.out()));
  }

  /** The number in what {@code sbatch --parsable} prints: a line of it, perhaps among others. */
  private static OptionalLong submitted(String out) {
    List<String> numbers =
        out.lines().map(String::strip).filter(line -> SUBMITTED.matcher(line).matches()).toList();
    return numbers.size() == 1
        ? OptionalLong.of(Long.parseLong(numbers.get(0).split(";", 2)[0]))
        : OptionalLong.empty();
  }

  /** One job of those that a name has in the end: a submission that was late made a second one. */
  private long only(String name, long job) {
    TreeSet<Long> all = named(name);
    all.add(job);
    return firstOf(all);
  }

  private long firstOf(TreeSet<Long> jobs) {
    long first = jobs.first();
    cancel(jobs.tailSet(first, false));
    return first;
  }

  private TreeSet<Long> named(String name) {
    TreeSet<Long> found =
        caller.ask(
            "look for job '" + name + "'",
            List.of("squeue", "-h", "-t", "all", "-n", name, "-o", "%F"),
            answer -> JobTable.numbers(answer.out()));
    if (found.isEmpty()) {
      accounted(List.of("--name=" + name, "-S", "now-7days")).keySet().stream()
          .map(JobId::job)
          .forEach(found::add);
    }
    return found;
  }

  private TreeMap<JobId, JobState> ask(List<Long> jobs) {
    boolean[] unknown = {false};
    TreeMap<JobId, JobState> states =
        caller.ask(
            "read the states of jobs",
            List.of("squeue", "-h", "-r", "-t", "all", "-j", list(jobs), "-o", JobTable.FORMAT),
            answer -> {
              unknown[0] = answer.exit() != 0;
              return JobTable.states(answer.out());
            });
    if (unknown[0] && jobs.size() > 1) {
      // Some versions tell of none where one is unknown.
      states.putAll(ask(jobs.subList(0, jobs.size() / 2)));
      states.putAll(ask(jobs.subList(jobs.size() / 2, jobs.size())));
    }
    return states;
  }

  private void addAccounted(TreeMap<JobId, JobState> states, List<Long> jobs) {
    for (int from = 0; from < jobs.size(); from += AT_ONCE) {
      List<Long> some = jobs.subList(from, Math.min(jobs.size(), from + AT_ONCE));
      accounted(List.of("-j", list(some)))
          .forEach(
              (id, state) -> {
                if (some.contains(id.job())) {
                  states.put(id, state);
                }
              });
    }
  }

  /** Many sites keep no accounts, or not for everybody: then nothing is known. */
  private TreeMap<JobId, JobState> accounted(List<String> which) {
    if (unaccounted) {
      return new TreeMap<>();
    }
    List<String> argv = new ArrayList<>(List.of("sacct", "-n", "-X", "-P"));
    argv.addAll(which);
    argv.addAll(List.of("-o", JobTable.ACCOUNTED));
    Answer answer = caller.once(argv);
    Diagnosis diagnosis = Diagnosis.of(answer);
    if (diagnosis != Diagnosis.FINE) {
      unaccounted = diagnosis != Diagnosis.SILENT;
      return new TreeMap<>();
    }
    try {
      return JobTable.accounted(answer.out());
    } catch (IllegalArgumentException e) {
      return new TreeMap<>();
    }
  }

  private static List<Long> unseen(TreeMap<JobId, JobState> states, List<Long> wanted) {
    Set<Long> seen = states.keySet().stream().map(JobId::job).collect(Collectors.toSet());
    return wanted.stream().filter(job -> !seen.contains(job)).toList();
  }

  private static String list(List<Long> jobs) {
    return jobs.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
