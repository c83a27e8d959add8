package org.interleave.execution.slurm;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks until there is an answer, or patience is at its end. */
final class Caller {
  private static final long NOTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Tools tools;
  private final Waits waits;
  private final Patience patience;
  private final Consumer<String> notes;

  Caller(Tools tools, Waits waits, Patience patience, Consumer<String> notes) {
    this.tools = tools;
    this.waits = waits;
    this.patience = patience;
    this.notes = notes;
  }

  /** One call, whatever it brings. */
  Answer once(List<String> argv) {
    return tools.call(argv, patience.call());
  }

  /** A question that may be repeated. */
  Silence silence(String purpose) {
    return new Silence(purpose);
  }

  /**
   * Asks what may be asked several times.
   *
   * @param purpose what the question is for, as in "can't {purpose}"
   * @param reading makes something of a good answer, or of a failed one that knows no such job; its
   *     {@link IllegalArgumentException} says that the answer is unreadable, which counts as none
   */
  <T> T ask(String purpose, List<String> argv, Function<Answer, T> reading) {
    Silence silence = silence(purpose);
    while (true) {
      Answer answer = once(argv);
      Diagnosis diagnosis = Diagnosis.of(answer);
      String complaint = "";
      switch (diagnosis) {
        case FINE, UNKNOWN_JOB -> {
          try {
            T read = reading.apply(answer);
            silence.broken();
            return read;
          } catch (IllegalArgumentException e) {
            complaint = "unreadable answer of " + argv.get(0) + ": " + e.getMessage();
          }
        }
        case REFUSED -> throw refused(purpose, answer);
        case ABSENT -> throw absent(purpose, argv.get(0), answer);
        case SILENT -> complaint = Diagnosis.complaint(answer);
      }
      silence.wait(complaint);
    }
  }

  static SlurmException refused(String purpose, Answer answer) {
    return new SlurmException(
        SlurmException.Kind.REFUSED,
        "can't " + purpose + ", Slurm refuses: " + OneLine.of(Diagnosis.complaint(answer)));
  }

  static SlurmException absent(String purpose, String tool, Answer answer) {
    return new SlurmException(
        SlurmException.Kind.ABSENT, "can't " + purpose + ": " + absence(tool, answer));
  }

  /** Why there is no Slurm, and the way out. */
  static String absence(String tool, Answer answer) {
    return answer.exit() == Answer.MISSING
        ? "there is no program "
            + tool
            + " on the PATH; use a machine of the cluster, or load Slurm's module"
        : OneLine.of(Diagnosis.complaint(answer)) + "; check SLURM_CONF";
  }

  /** A time without answers, for one question. */
  final class Silence {
    private final String purpose;
    private final long since = waits.nanos();
    private Duration next = patience.first();
    private long noted = since;
    private boolean heard = true;

    private Silence(String purpose) {
      this.purpose = purpose;
    }

    /** Waits before the next try. */
    void wait(String complaint) {
      long silent = waits.nanos() - since;
      String why = OneLine.of(complaint);
      if (Thread.currentThread().isInterrupted()) {
        throw gaveUp("interrupted while Slurm was silent", why);
      }
      Duration left = patience.all().minusNanos(silent);
      if (left.isNegative() || left.isZero()) {
        throw gaveUp("no answer from Slurm for " + time(silent), why);
      }
      if (heard || waits.nanos() - noted >= NOTE_NANOS) {
        heard = false;
        noted = waits.nanos();
        notes.accept(
            "Slurm does not answer (" + why + "); asking again for " + time(left.toNanos()));
      }
      try {
        waits.sleep(next.compareTo(left) < 0 ? next : left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw gaveUp("interrupted while Slurm was silent", why);
      }
      next = patience.after(next);
    }

    /** There is an answer. */
    void broken() {
      if (!heard) {
        heard = true;
        notes.accept("Slurm answers again, after " + time(waits.nanos() - since));
      }
    }

    private SlurmException gaveUp(String what, String why) {
      return new SlurmException(
          SlurmException.Kind.SILENT, "can't " + purpose + ", " + what + ": " + why);
    }
  }

  private static String time(long nanos) {
    long seconds = Math.max(1, Math.round(nanos / 1e9));
    return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }
}
