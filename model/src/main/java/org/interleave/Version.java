package org.interleave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version this program was built as, for {@code --version} and for the provenance of results.
 *
 * @param number the version of the release or snapshot
 * @param commit the abbreviated commit, with {@code -dirty} if files differed from it; empty if
 *     built outside of git
 */
public record Version(String number, String commit) {
  /** The version written into the jar when it was built. */
  public static Version current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit", "");
    return new Version(
        properties.getProperty("version", "unknown"), commit.startsWith("$") ? "" : commit);
  }

  @Override
  public String toString() {
    return commit.isEmpty() ? number : number + " (" + commit + ")";
  }
}
