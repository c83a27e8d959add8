package org.interleave.presets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.interleave.execution.local.Machine;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Shape;
import org.interleave.execution.slurm.Slurm;
import org.interleave.spec.Presets;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is found under a name: clusters, overheads, whole workflows and sweeps that are shipped,
 * this machine, and the partitions of Slurm.
 */
public final class ShippedPresets implements Presets {

  /** The kind of text that is a whole specification. */
  public static final String WORKFLOW = "workflow";

  /** The kind of text that is a whole sweep. */
  public static final String SWEEP = "sweep";

  /** The cluster that consists of the machine that this runs on. */
  private static final String LOCAL = "local";

  /** The cluster that consists of the nodes of Slurm's default partition. */
  private static final String SLURM = "slurm";

  private static final String PARTITION = SLURM + ":";

  private static final List<String> CLUSTERS =
      List.of("summit-16", "summit-16-as-run", "paper-706", LOCAL);

  private static final List<String> SWEEPS = List.of("ddmd-what-if");
  private static final List<String> OVERHEADS = List.of("summit-entk");
  private static final List<String> WORKFLOWS =
      List.of(
          "ddmd-as-run",
          "ddmd-as-printed",
          "ddmd-recorded",
          "cdag1-as-run",
          "cdag1-as-printed",
          "cdag2-as-run",
          "cdag2-as-printed",
          "fig-1a",
          "fig-1b",
          "fig-1d",
          "diamond",
          "mini-ddmd",
          "two-branches",
          "starter");

  private final Slurm slurm;
  private final Consumer<String> notes;
  private final Map<String, String> shapes = new ConcurrentHashMap<>();

  /** Presets that keep what is to be noted to themselves. */
  public ShippedPresets() {
    this(note -> {});
  }

  /**
   * Presets.
   *
   * @param notes is told, a line each, which nodes were left out, and if Slurm does not answer
   */
  public ShippedPresets(Consumer<String> notes) {
    this(Slurm.here(Patience.SHORT, notes), notes);
  }

  /** Presets with the partitions of a given Slurm. */
  ShippedPresets(Slurm slurm, Consumer<String> notes) {
    this.slurm = slurm;
    this.notes = notes;
  }

  /**
   * The text of a preset. Slurm is asked once for each of its partitions, so that all that is read
   * with the same presets is of the same nodes.
   *
   * @throws org.interleave.execution.slurm.SlurmException if there is no Slurm, no such partition,
   *     or no answer
   */
  @Override
  public @Nullable String text(String kind, String name) {
    if (kind.equals("cluster") && name.equals(LOCAL)) {
      return SpecWriter.cluster(Machine.here().cluster());
    }
    if (kind.equals("cluster") && (name.equals(SLURM) || name.startsWith(PARTITION))) {
      return shapes.computeIfAbsent(name, this::partition);
    }
    if (!names(kind).contains(name)) {
      return null;
    }
    String folder = kind.equals("overheads") ? kind : kind + "s";
    try (InputStream in = ShippedPresets.class.getResourceAsStream(folder + "/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("the preset " + name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String partition(String name) {
    Shape shape = slurm.shape(name.equals(SLURM) ? null : name.substring(PARTITION.length()));
    shape.notes().forEach(notes);
    return SpecWriter.cluster(shape.cluster());
  }

  @Override
  public List<String> names(String kind) {
    return switch (kind) {
      case "cluster" -> CLUSTERS;
      case "overheads" -> OVERHEADS;
      case WORKFLOW -> WORKFLOWS;
      case SWEEP -> SWEEPS;
      default -> List.of();
    };
  }

  /** The first comment of a preset: what it is. */
  public String summary(String kind, String name) {
    String text = String.valueOf(text(kind, name));
    StringBuilder comment = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#")) {
        break;
      }
      comment.append(line.substring(1).strip()).append(' ');
    }
    String all = comment.toString().strip();
    int end = all.indexOf(". ");
    return end < 0 ? all : all.substring(0, end + 1);
  }

  /** A shipped workflow, read. */
  public static Spec workflow(String name, List<String> settings) {
    ShippedPresets presets = new ShippedPresets();
    String text = presets.text(WORKFLOW, name);
    if (text == null) {
      throw new IllegalArgumentException("no workflow '" + name + "' is shipped");
    }
    return new SpecReader(presets).read(name, text, settings);
  }
}
