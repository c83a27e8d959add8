package org.interleave.execution.slurm;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The tools that are on the PATH. */
final class CommandLineTools implements Tools {

  /** The most bytes of an output: the states of some 500,000 array tasks. */
  private static final int MOST = 64 << 20;

  private static final long LINGER_MILLIS = 2_000;

  private final Map<String, String> more;

  /**
   * Tools.
   *
   * @param more variables to add to their environment
   */
  CommandLineTools(Map<String, String> more) {
    this.more = Map.copyOf(more);
  }

  @Override
  public Answer call(List<String> argv, Duration patience) {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectInput(new File("/dev/null"));
    builder.environment().putAll(more);
    prepare(argv.get(0), builder.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Answer(Answer.MISSING, "", String.valueOf(e.getMessage()));
    }
    Drain out = Drain.of(process.getInputStream(), argv.get(0) + " output");
    Drain err = Drain.of(process.getErrorStream(), argv.get(0) + " errors");
    try {
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        String why = "no answer within " + seconds(patience);
        return new Answer(Answer.LATE, "", why + "\n" + err.text());
      }
      String text = out.text();
      String errors = err.text();
      return out.cut
          ? new Answer(Answer.LATE, "", "an answer of more than " + (MOST >> 20) + " MiB")
          : new Answer(process.exitValue(), text, errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(Answer.LATE, "", "interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Takes away what would change the answers. Not from sbatch, which hands its environment on to
   * the job.
   */
  private static void prepare(String tool, Map<String, String> environment) {
    // Even an empty one is taken for a credential, and refused.
    if ("".equals(environment.get("SLURM_JWT"))) {
      environment.remove("SLURM_JWT");
    }
    // These would make it wait for the job's end, or submit more than one.
    environment.keySet().removeAll(List.of("SBATCH_WAIT", "SBATCH_ARRAY_INX"));
    if (!tool.equals("sbatch")) {
      environment.keySet().removeIf(CommandLineTools::changesAnswers);
      environment.put("LC_ALL", "C");
      environment.put("SLURM_TIME_FORMAT", "standard");
    }
  }

  private static boolean changesAnswers(String variable) {
    return variable.startsWith("SQUEUE_")
        || variable.startsWith("SINFO_")
        || variable.startsWith("SCONTROL_")
        || variable.startsWith("SCANCEL_")
        || variable.startsWith("SACCT_");
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** Reads a stream to its end, so that its writer never waits; keeps the first part. */
  private static final class Drain extends Thread {
    private final InputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private volatile boolean cut;

    private Drain(InputStream in, String name) {
      super(name);
      this.in = in;
    }

    static Drain of(InputStream in, String name) {
      Drain drain = new Drain(in, name);
      drain.setDaemon(true);
      drain.start();
      return drain;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (kept) {
            int room = Math.min(n, MOST - kept.size());
            kept.write(buffer, 0, room);
            cut |= room < n;
          }
        }
      } catch (IOException e) {
        // The tool was ended: its answer does not count.
      }
    }

    String text() throws InterruptedException {
      join(LINGER_MILLIS);
      synchronized (kept) {
        return kept.toString(StandardCharsets.UTF_8);
      }
    }
  }
}
