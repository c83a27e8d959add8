package org.interleave.execution.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that opens a folder, and holds it until its standard input ends. */
final class LockHolder {

  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (RunDirectory directory = RunDirectory.open(Path.of(arguments[0]))) {
      System.out.println("holds " + directory.path());
      while (System.in.read() >= 0) {
        // until the end
      }
    } catch (JournalException e) {
      System.out.println(e.getMessage());
    }
  }
}
