package org.interleave.execution.local;

import java.io.IOException;

/** The first start of a process loads much of Java: not at a task's expense, and only once. */
final class WarmUp {

  static {
    try {
      new ProcessBuilder("setsid", "true").start().waitFor();
    } catch (IOException e) {
      // Then the first task will tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WarmUp() {}

  /** Returns when it has been done, by whichever thread came first. */
  static void done() {
    // Loading this class has done it.
  }
}
