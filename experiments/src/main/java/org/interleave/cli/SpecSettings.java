package org.interleave.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.interleave.presets.ShippedPresets;
import org.interleave.presets.SpecSource;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.spec.Spec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What of a specification is replaced, and how one is read. */
final class SpecSettings {

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Replace a value of the specification, as in --set sets.Training.tasks=4; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      completionCandidates = Candidates.Clusters.class,
      description =
          "A shipped cluster, a file, local for this machine, or slurm:PARTITION for what Slurm has"
              + " there (slurm for its default partition).")
  private @Nullable String cluster;

  @Option(
      names = "--overheads",
      paramLabel = "OVERHEADS",
      completionCandidates = Candidates.OverheadsOrNone.class,
      description = "Shipped overheads, a file, or none.")
  private @Nullable String overheads;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      completionCandidates = Candidates.Orders.class,
      description = "submission, gpu-demand, longest-path, largest-task or shortest.")
  private @Nullable String order;

  @Option(
      names = "--fit",
      paramLabel = "FIT",
      completionCandidates = Candidates.Fits.class,
      description = "skip or strict.")
  private @Nullable String fit;

  @Option(
      names = "--placement",
      paramLabel = "PLACEMENT",
      completionCandidates = Candidates.Placements.class,
      description = "next-fit, first-fit, best-fit or pooled.")
  private @Nullable String placement;

  @picocli.CommandLine.Spec(picocli.CommandLine.Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /**
   * The folder that a specification's commands run in: its own, or that of a shipped one's user.
   */
  static Path base(String reference) {
    Path file = SpecSource.file(reference);
    Path folder =
        file == null || !Files.exists(file) || Files.isDirectory(file)
            ? null
            : file.toAbsolutePath().normalize().getParent();
    return folder == null ? Path.of("").toAbsolutePath() : folder;
  }

  /** Reads a specification: a file, or a shipped one. */
  Spec read(String reference) {
    SpecSource source;
    try {
      source = SpecSource.of(reference, Path.of(""), new ShippedPresets(this::note));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return source.read(allSettings());
  }

  private void note(String note) {
    if (command != null) {
      command.commandLine().getErr().println("note: " + note);
    }
  }

  /** The options for single parts are settings like any other. */
  private List<String> allSettings() {
    List<String> all = new ArrayList<>();
    add(all, "cluster", fromHere(cluster));
    add(all, "overheads", fromHere(overheads));
    add(all, "policy.order", oneOf("--order", order, Order.values(), Order::label));
    add(all, "policy.fit", oneOf("--fit", fit, Fit.values(), Fit::label));
    add(
        all,
        "policy.placement",
        oneOf("--placement", placement, Placement.values(), Placement::label));
    all.addAll(settings);
    return all;
  }

  private static <T> @Nullable String oneOf(
      String option, @Nullable String value, T[] known, Function<T, String> label) {
    List<String> labels = Arrays.stream(known).map(label).toList();
    if (value != null && !labels.contains(value)) {
      throw new UsageException(
          option + " '" + value + "' is not known; it is one of " + String.join(", ", labels));
    }
    return value;
  }

  private static void add(List<String> all, String path, @Nullable String value) {
    if (value != null) {
      all.add(path + "=" + quoted(value));
    }
  }

  /** A file on the command line is meant from the working directory, not from the SPEC's folder. */
  private static @Nullable String fromHere(@Nullable String reference) {
    if (reference == null) {
      return null;
    }
    try {
      Path file = Path.of(reference);
      return Files.isRegularFile(file) ? file.toAbsolutePath().toString() : reference;
    } catch (InvalidPathException e) {
      return reference;
    }
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
