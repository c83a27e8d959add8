package org.interleave.execution.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the processes of a run: by their environment, which children inherit, or their session. */
final class ProcessTable {
  private static final byte[] TASK = "INTERLEAVE_TASK=".getBytes(StandardCharsets.US_ASCII);

  private final File proc;
  private final byte[] run;

  /**
   * A process.
   *
   * @param key of the attempt that it belongs to; null if its environment does not tell
   * @param session the session that it is in
   */
  record Found(long pid, @Nullable String key, long session) {}

  ProcessTable(File proc, String runId) {
    this.proc = proc;
    this.run = ("INTERLEAVE_RUN=" + runId).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * All living processes of the run.
   *
   * @param known processes not to look at
   * @param sessions whose processes count although their environment does not tell of the run
   */
  List<Found> scan(Set<Long> known, Set<Long> sessions) {
    List<Found> found = new ArrayList<>();
    String[] names = proc.list();
    if (names == null) {
      return found;
    }
    long self = ProcessHandle.current().pid();
    for (String name : names) {
      if (name.charAt(0) < '0' || name.charAt(0) > '9') {
        continue;
      }
      long pid = Long.parseLong(name);
      if (pid == self || known.contains(pid)) {
        continue;
      }
      byte[] environment = read(name, "environ");
      boolean ours = value(environment, run) != null;
      if (!ours && sessions.isEmpty()) {
        continue;
      }
      long session = session(read(name, "stat"));
      if (session >= 0 && (ours || sessions.contains(session))) {
        found.add(new Found(pid, ours ? value(environment, TASK) : null, session));
      }
    }
    return found;
  }

  /** Empty if the process is gone, or somebody else's. */
  private byte[] read(String pid, String file) {
    try (FileInputStream in = new FileInputStream(new File(proc, pid + "/" + file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** What follows a prefix at the start of an entry, up to its end; null if no entry has it. */
  private static @Nullable String value(byte[] entries, byte[] prefix) {
    boolean whole = prefix[prefix.length - 1] != '=';
    int start = 0;
    while (start < entries.length) {
      int at = 0;
      while (at < prefix.length
          && start + at < entries.length
          && entries[start + at] == prefix[at]) {
        at++;
      }
      int end = start + at;
      while (end < entries.length && entries[end] != 0) {
        end++;
      }
      if (at == prefix.length && (!whole || end == start + at)) {
        return new String(entries, start + at, end - start - at, StandardCharsets.UTF_8);
      }
      start = end + 1;
    }
    return null;
  }

  /** The session in a line of {@code stat}; -1 for the dead that nobody has asked for yet. */
  private static long session(byte[] stat) {
    String line = new String(stat, StandardCharsets.ISO_8859_1);
    // The name before may hold anything, blanks and parentheses too.
    int at = line.lastIndexOf(')');
    if (at < 0) {
      return -1;
    }
    String[] fields = line.substring(at + 1).trim().split(" ", 5);
    return fields.length < 5 || fields[0].equals("Z") || fields[0].equals("X")
        ? -1
        : Long.parseLong(fields[3]);
  }
}
