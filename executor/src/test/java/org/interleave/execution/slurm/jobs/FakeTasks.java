package org.interleave.execution.slurm.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.execution.slurm.Answer;
import org.interleave.execution.slurm.FakeSlurm;
import org.interleave.execution.slurm.JobId;
import org.interleave.execution.slurm.Tools;
import org.interleave.execution.slurm.Waits;

/** A fake Slurm whose tasks tell of themselves as the script of real ones does. */
final class FakeTasks implements Tools, Waits {

  /** The words of the script's call: folder and first index. */
  private static final Pattern CALL =
      Pattern.compile("task\\.bash' '([^']*)' '([0-9]+)' '[^']*' '[^']*'");

  private static final long EPOCH_MICROS = 1_790_000_000_000_000L;

  final FakeSlurm slurm;

  /** Exit codes of tasks by folder of the array and index; 0 if left out. */
  final Map<String, Integer> codes = new HashMap<>();

  /** Tasks that tell nothing of their end. */
  final Set<String> mute = new HashSet<>();

  /** Tasks that a node can't start. */
  final Set<String> stillborn = new HashSet<>();

  /** How often each task of each array began, as {@code FOLDER/INDEX}. */
  final Map<String, Integer> begun = new TreeMap<>();

  private final Set<JobId> started = new HashSet<>();
  private final Set<JobId> ended = new HashSet<>();
  private final Map<JobId, Long> beganMicros = new HashMap<>();

  FakeTasks(FakeSlurm slurm) {
    this.slurm = slurm;
    slurm.ends = id -> codes.getOrDefault(suffix(key(id)), 0) == 0 ? "COMPLETED" : "FAILED";
  }

  long epochMicros() {
    return EPOCH_MICROS + slurm.nanos() / 1_000;
  }

  @Override
  public Answer call(List<String> argv, Duration patience) {
    Answer answer = slurm.call(argv, patience);
    tell();
    return answer;
  }

  @Override
  public long nanos() {
    return slurm.nanos();
  }

  @Override
  public void sleep(Duration time) {
    slurm.sleep(time);
    tell();
  }

  /** Writes the files of what has begun and ended since the last time. */
  private void tell() {
    slurm
        .all()
        .forEach(
            (id, state) -> {
              boolean ran = List.of("RUNNING", "COMPLETED", "FAILED").contains(state);
              if (ran && started.add(id)) {
                if (stillborn.contains(suffix(key(id)))) {
                  ended.add(id);
                  slurm.put(id, "FAILED", "NonZeroExitCode");
                  return;
                }
                begin(id);
              }
              if (!state.equals("RUNNING") && started.contains(id) && ended.add(id)) {
                end(id, state);
              }
            });
  }

  private String key(JobId id) {
    Matcher call = CALL.matcher(slurm.option(id.job(), "wrap"));
    if (!call.find()) {
      throw new IllegalStateException(slurm.option(id.job(), "wrap"));
    }
    return call.group(1) + "/" + (Integer.parseInt(call.group(2)) + id.task());
  }

  private void begin(JobId id) {
    String key = key(id);
    Path file = Path.of(key + ".0.begin");
    beganMicros.put(id, epochMicros());
    if (!Files.exists(file)) {
      begun.merge(key, 1, Integer::sum);
      write(file, epochMicros() + " n01\n");
    }
  }

  private void end(JobId id, String state) {
    String key = key(id);
    if (mute.contains(suffix(key)) || state.equals("NODE_FAIL")) {
      return;
    }
    int code = codes.getOrDefault(suffix(key), 0);
    boolean killed = !state.equals("COMPLETED") && !state.equals("FAILED");
    write(
        Path.of(key + ".0.end"),
        beganMicros.get(id)
            + " n01 "
            + epochMicros()
            + " "
            + (killed ? 143 : code)
            + (killed ? " TERM\n" : " -\n"));
  }

  /** The last two names of a path. */
  private static String suffix(String key) {
    Path path = Path.of(key);
    return path.getParent().getFileName() + "/" + path.getFileName();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
