package org.interleave.ddmd;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs tasks in this process: two simulations, inferences and analyses an iteration, all small. */
final class SmallRun {
  static final int SIMULATIONS = 2;

  private final Path folder;
  private final long seed;
  private String complaint = "";

  SmallRun(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  WorkFolder work() {
    return new WorkFolder(folder);
  }

  /** What the last task said on standard error. */
  String complaint() {
    return complaint;
  }

  /** Runs a task with small numbers, and returns its exit code. */
  int task(String name, int iteration, int index) {
    String more =
        switch (name) {
          case "simulate" -> " --index " + index + " --seed " + seed + " --steps 6000 --frames 40";
          case "aggregate" -> " --simulations " + SIMULATIONS + " --sample 20 --relax 60 --keep 15";
          case "train" -> " --seed " + seed + " --epochs 2";
          case "infer" -> " --index " + index + " --tasks 2 --starts 2 --copies 2 --seed " + seed;
          case "analyse" -> " --index " + index + " --tasks 2 --frames 20 --cutoff-percent 150";
          default -> "";
        };
    String line = name + " --iteration " + iteration + more;
    List<String> args = new ArrayList<>(List.of(line.split(" ", -1)));
    args.add("--work");
    args.add(folder.toString());
    return run(args.toArray(String[]::new));
  }

  int run(String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = MiniDeepDriveMd.run(args, new PrintStream(err, true, StandardCharsets.UTF_8));
    complaint = err.toString(StandardCharsets.UTF_8);
    return code;
  }

  /** All tasks of an iteration. */
  void iteration(int iteration) {
    all("simulate", iteration, SIMULATIONS);
    all("aggregate", iteration, 1);
    all("train", iteration, 1);
    all("infer", iteration, 2);
    all("analyse", iteration, 2);
  }

  void all(String name, int iteration, int tasks) {
    for (int i = 0; i < tasks; i++) {
      if (task(name, iteration, i) != 0) {
        throw new AssertionError(complaint);
      }
    }
  }
}
