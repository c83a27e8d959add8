package org.interleave.execution.local;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives this program, however that ends, and then ends all processes of the run.
 *
 * <p>It reads from a pipe. A line tells it to send a signal, so that signals cost no process each;
 * the end of the pipe says that the run is over, or that this program is gone. Then it kills every
 * process in whose environment it finds the run's id, until none is left. A process that has
 * dropped its environment is not found.
 */
public final class Warden {
  private static final int IDS_A_LINE = 200;
  private static final long PATIENCE_SECONDS = 30;
  private static final String NAME = "interleave-warden";

  /** Arguments: the run's id, and a process to spare. */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      run=INTERLEAVE_RUN=$1
      spared=$2
      while read -r name ids; do
        for id in $ids; do
          # A process that was started a moment ago may have no group of its own yet.
          kill -s "$name" -- "$id" || case $id in -*) kill -s "$name" "${id#-}" ;; esac
        done
      done 2>/dev/null
      cd /proc || exit 1
      if printf 'a\\0b\\0' | grep -qzxF b 2>/dev/null; then
        found() { grep -lszxF -e "$run" [0-9]*/environ; }
      else
        found() {
          for file in [0-9]*/environ; do
            if tr '\\0' '\\n' <"$file" | grep -qxF -e "$run"; then echo "$file"; fi
          done
        }
      fi
      # Twice nobody: what was about to start during the first look is seen by the second.
      quiet=0
      rounds=0
      while [ $quiet -lt 2 ] && [ $rounds -lt 400 ]; do
        left=
        for file in $(found); do
          pid=${file%/*}
          if [ "$pid" != "$spared" ]; then left="$left $pid"; fi
        done
        if [ -n "$left" ]; then
          quiet=0
          kill -s KILL -- $left
        else
          quiet=$((quiet + 1))
        fi
        rounds=$((rounds + 1))
        [ $quiet -ge 2 ] || sleep 0.03 || sleep 1
      done 2>/dev/null
      """;

  private final Process process;
  private final OutputStream orders;
  private boolean closed;

  private Warden(Process process) {
    this.process = process;
    this.orders = process.getOutputStream();
  }

  static Warden of(String runId) throws IOException {
    return new Warden(start(runId, ProcessBuilder.Redirect.PIPE));
  }

  private static Process start(String runId, ProcessBuilder.Redirect input) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid",
            "sh",
            "-c",
            SCRIPT,
            NAME,
            runId,
            Long.toString(ProcessHandle.current().pid()));
    builder
        .directory(new File("/"))
        .redirectInput(input)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    // It is no part of a run in which this one may be nested, and goes on when that is ended.
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLEAVE_"));
    return builder.start();
  }

  /**
   * Kills what an earlier execution of a run has left behind, and returns when nothing is left. Its
   * warden goes first: it may still be looking, and would take what is started next for its own.
   *
   * @throws IOException if the shell can't be started
   */
  public static void clear(String runId) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<ProcessHandle> wardens = wardens(runId);
    while (!wardens.isEmpty() && System.nanoTime() < deadline) {
      wardens.forEach(ProcessHandle::destroyForcibly);
      wardens = wardens(runId);
    }
    await(start(runId, ProcessBuilder.Redirect.from(new File("/dev/null"))));
  }

  private static List<ProcessHandle> wardens(String runId) {
    // As the words of a command stand in /proc, and no part of the script.
    String words = "\0" + NAME + "\0" + runId + "\0";
    return ProcessHandle.allProcesses().filter(p -> commandLine(p).contains(words)).toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /**
   * Sends a signal.
   *
   * @param name without SIG
   * @param ids processes, or process groups as negative numbers
   */
  void signal(String name, List<Long> ids) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      lines.append(i % IDS_A_LINE == 0 ? (i == 0 ? "" : "\n") + name : "");
      lines.append(' ').append(ids.get(i));
    }
    if (lines.length() == 0) {
      return;
    }
    byte[] bytes = lines.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        orders.write(bytes);
        orders.flush();
      } catch (IOException e) {
        // Somebody killed it. The processes themselves can still be reached, though not their
        // groups.
        boolean force = name.equals("KILL");
        for (long id : ids) {
          ProcessHandle handle = ProcessHandle.of(Math.abs(id)).orElse(null);
          if (handle != null && force) {
            handle.destroyForcibly();
          } else if (handle != null) {
            handle.destroy();
          }
        }
      }
    }
  }

  /** Has it kill all that is left of the run, and waits until that is done. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        orders.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
    await(process);
  }

  private static void await(Process process) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
