package org.interleave.presets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interleave.execution.local.Machine;
import org.interleave.spec.Presets;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.jspecify.annotations.Nullable;

/** What is shipped under a name: clusters, overheads and whole workflows. */
public final class ShippedPresets implements Presets {

  /** The kind of text that is a whole specification. */
  public static final String WORKFLOW = "workflow";

  /** The cluster that consists of the machine that this runs on. */
  private static final String LOCAL = "local";

  private static final List<String> CLUSTERS =
      List.of("summit-16", "summit-16-as-run", "paper-706", LOCAL);

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

  @Override
  public @Nullable String text(String kind, String name) {
    if (kind.equals("cluster") && name.equals(LOCAL)) {
      return SpecWriter.cluster(Machine.here().cluster());
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

  @Override
  public List<String> names(String kind) {
    return switch (kind) {
      case "cluster" -> CLUSTERS;
      case "overheads" -> OVERHEADS;
      case WORKFLOW -> WORKFLOWS;
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
