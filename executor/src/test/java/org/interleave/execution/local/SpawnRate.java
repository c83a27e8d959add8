package org.interleave.execution.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.interleave.workflow.Command;

/**
 * A yardstick, run by hand: how many tasks that do nothing the local backend executes in a second,
 * beside bare loops that start a process and wait for it. Arguments: tasks, rounds, and a folder.
 *
 * <p>Nothing is deleted before the end: some file systems are slow to make files after many have
 * been deleted.
 */
final class SpawnRate {
  private SpawnRate() {}

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Path folder = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("spawn-rate");
    try {
      measure(folder, tasks, rounds);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }

  private static void measure(Path folder, int tasks, int rounds) throws Exception {
    bare(1, 100, "true");
    backend(folder.resolve("0"), 100);
    for (int round = 1; round <= rounds; round++) {
      double one = bare(1, tasks, "true");
      double two = bare(2, tasks, "true");
      double four = bare(4, tasks, "true");
      double session = bare(1, tasks, "setsid", "true");
      double session4 = bare(4, tasks, "setsid", "true");
      double backend = backend(folder.resolve(Integer.toString(round)), tasks);
      System.out.printf(
          Locale.ROOT,
          "round %d: bare 1 thread %.0f, 2 threads %.0f, 4 threads %.0f; with setsid 1 thread %.0f,"
              + " 4 threads %.0f; backend %.0f = %.2f of 1 thread, %.2f of the best%n",
          round,
          one,
          two,
          four,
          session,
          session4,
          backend,
          backend / one,
          backend / Math.max(one, Math.max(two, four)));
    }
  }

  private static double bare(int threads, int tasks, String... argv) throws Exception {
    AtomicInteger left = new AtomicInteger(tasks);
    List<Thread> all = new ArrayList<>();
    File nothing = new File("/dev/null");
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (left.getAndDecrement() > 0) {
                    new ProcessBuilder(argv)
                        .redirectInput(nothing)
                        .redirectOutput(nothing)
                        .redirectError(nothing)
                        .start()
                        .waitFor();
                  }
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    return tasks * 1e9 / (System.nanoTime() - start);
  }

  private static double backend(Path folder, int tasks) throws Exception {
    try (LocalRun run =
        new LocalRun(folder, LocalRun.set("Nothing", tasks, new Command.Argv(List.of("true"))))) {
      long start = System.nanoTime();
      run.startAll(0);
      run.events.ends(tasks);
      return tasks * 1e9 / (System.nanoTime() - start);
    }
  }
}
