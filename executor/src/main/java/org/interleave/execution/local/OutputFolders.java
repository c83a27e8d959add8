package org.interleave.execution.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Where the output of tasks goes: {@code output/<set>/<iteration>} in the run's folder. */
final class OutputFolders {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_+:@#-]*");
  private static final int MOST_BYTES = 200;
  private static final int READABLE = 40;

  private final Path run;
  private final Map<String, String> ready = new ConcurrentHashMap<>();

  OutputFolders(Path run) {
    this.run = run;
  }

  /** The folder of a set in an iteration, relative to the run's, made if it is missing. */
  String of(String set, int iteration) throws IOException {
    String key = iteration + "/" + set;
    String folder = ready.get(key);
    if (folder == null) {
      folder = "output/" + name(set) + "/" + iteration;
      Files.createDirectories(run.resolve(folder));
      ready.put(key, folder);
    }
    return folder;
  }

  /**
   * The name of a set as the name of a folder: as it is if that is harmless, else what can be read
   * of it and a digest. The tilde keeps the two kinds apart.
   */
  static String name(String set) {
    if (PLAIN.matcher(set).matches()
        && set.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        && Words.canPass(set)) {
      return set;
    }
    StringBuilder readable = new StringBuilder();
    for (int i = 0; i < Math.min(READABLE, set.length()); i++) {
      char c = set.charAt(i);
      boolean harmless =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
      readable.append(harmless ? c : '_');
    }
    return "_" + readable + "~" + digest(set);
  }

  private static String digest(String text) {
    try {
      // Char by char: in an encoding all halves of surrogate pairs look the same.
      byte[] chars = new byte[2 * text.length()];
      for (int i = 0; i < text.length(); i++) {
        chars[2 * i] = (byte) (text.charAt(i) >> 8);
        chars[2 * i + 1] = (byte) text.charAt(i);
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(chars);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
