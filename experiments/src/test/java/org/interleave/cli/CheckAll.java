package org.interleave.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Checks each file, and prints its exit code, its milliseconds of processor time and its answer.
 */
final class CheckAll {

  private static final long LONG_MILLIS = 500;
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private CheckAll() {}

  public static void main(String[] files) {
    for (String file : files) {
      long begin = THREAD.getCurrentThreadCpuTime();
      CommandRun run = CommandRun.of("check", file);
      long millis = millisSince(begin);
      if (millis > LONG_MILLIS) {
        // Once more: the first time may have been that of the compiler.
        long again = THREAD.getCurrentThreadCpuTime();
        CommandRun.of("check", file);
        millis = Math.min(millis, millisSince(again));
      }
      System.out.println(run.code() + "\t" + millis + "\t" + run.err().strip());
    }
  }

  private static long millisSince(long begin) {
    return (THREAD.getCurrentThreadCpuTime() - begin) / 1_000_000;
  }
}
