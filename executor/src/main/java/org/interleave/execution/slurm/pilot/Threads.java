package org.interleave.execution.slurm.pilot;

/** Threads that keep no program alive. */
final class Threads {

  private static final long SMALL_STACK = 256 * 1024;

  private Threads() {}

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, "interleave-" + name, SMALL_STACK);
    thread.setDaemon(true);
    return thread;
  }
}
