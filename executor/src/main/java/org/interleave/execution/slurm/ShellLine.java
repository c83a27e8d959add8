package org.interleave.execution.slurm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A script for sh that becomes a command: the one place where words are quoted. It is ASCII
 * whatever the words hold, so that no locale on its way can change it.
 */
public final class ShellLine {
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private int odd;

  private ShellLine() {}

  /**
   * The script.
   *
   * @param environment variables to set for the command; names are those of sh
   */
  public static String of(Map<String, String> environment, List<String> argv) {
    ShellLine script = new ShellLine();
    environment.forEach(
        (name, value) -> {
          String word = script.word(value);
          script.line.append("export ").append(name).append('=').append(word).append('\n');
        });
    script.line.append("exec");
    argv.forEach(word -> script.line.append(' ').append(script.word(word)));
    return script.before.append(script.line).append('\n').toString();
  }

  /** A word as sh reads it. */
  private String word(String word) {
    boolean plain = word.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\t');
    if (plain) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    String name = "w" + odd++;
    // sh drops line ends at the end of what a command prints: the dot saves them.
    before.append(name).append("=$(printf '");
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      before.append('\\').append(b >> 6 & 3).append(b >> 3 & 7).append(b & 7);
    }
    before.append(".'); ").append(name).append("=${").append(name).append("%.}\n");
    return "\"$" + name + '"';
  }
}
