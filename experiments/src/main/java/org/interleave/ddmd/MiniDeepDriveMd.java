package org.interleave.ddmd;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The tasks of a small DeepDriveMD, one process each:
 *
 * <ul>
 *   <li>{@code simulate --work DIR --iteration K --index I --seed S [--steps N] [--frames N]}
 *   <li>{@code aggregate --work DIR --iteration K --simulations N [--sample N] [--relax N] [--keep
 *       N]}
 *   <li>{@code train --work DIR --iteration K --seed S [--epochs N]}
 *   <li>{@code infer --work DIR --iteration K --index I --tasks N --starts M --seed S [--copies N]}
 *   <li>{@code analyse --work DIR --iteration K --index I --tasks N [--frames N] [--cutoff-percent
 *       N]}
 * </ul>
 *
 * <p>The work of a task depends on these numbers only, not on the clock, and the same seed gives
 * the same files. Exit codes: 0 done, 2 an input is missing or damaged or an option is wrong, 74 a
 * file could not be written; then one line on standard error says what.
 */
public final class MiniDeepDriveMd {
  private static final int DONE = 0;
  private static final int BAD_INPUT = 2;
  private static final int INPUT_OUTPUT = 74;

  private MiniDeepDriveMd() {}

  /** Runs one task and exits. */
  public static void main(String[] args) {
    int code = run(args, System.err);
    if (code != DONE) {
      System.exit(code);
    }
  }

  /** Runs one task and returns its exit code. */
  static int run(String[] args, PrintStream err) {
    try {
      List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
      String task = args.length == 0 ? "" : args[0];
      switch (task) {
        case "simulate" -> Simulate.run(Options.of(task, rest, Simulate.OPTIONS));
        case "aggregate" -> Aggregate.run(Options.of(task, rest, Aggregate.OPTIONS));
        case "train" -> Train.run(Options.of(task, rest, Train.OPTIONS));
        case "infer" -> Infer.run(Options.of(task, rest, Infer.OPTIONS));
        case "analyse" -> Analyse.run(Options.of(task, rest, Analyse.OPTIONS));
        default ->
            throw new BadInput(
                "there is no task '"
                    + task
                    + "'; there are simulate, aggregate, train, infer and analyse");
      }
      return DONE;
    } catch (BadInput e) {
      err.println("mini-ddmd: " + e.getMessage());
      return BAD_INPUT;
    } catch (UncheckedIOException e) {
      err.println("mini-ddmd: " + e.getMessage() + ": " + e.getCause());
      return INPUT_OUTPUT;
    }
  }
}
