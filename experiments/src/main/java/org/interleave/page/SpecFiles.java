package org.interleave.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.interchange.OutputFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.runs.RunFolder;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/** The specifications that lie beside traces: what waits for what, only they tell. */
public final class SpecFiles {

  private static final String NAME = "spec.yaml";

  private final @Nullable KnownWorkflow given;
  private final Map<Path, Optional<KnownWorkflow>> read = new HashMap<>();
  private final Set<String> unreadable = new LinkedHashSet<>();

  private SpecFiles(@Nullable KnownWorkflow given) {
    this.given = given;
  }

  /** Looks beside the traces only. */
  public static SpecFiles besideTraces() {
    return new SpecFiles(null);
  }

  /** Takes the given specification for every trace that it suits, and else looks beside it. */
  public static SpecFiles of(String source, Spec spec) {
    return new SpecFiles(KnownWorkflow.of(source, spec));
  }

  /**
   * Writes a specification beside traces that are made of it, with everything in place.
   *
   * @return whether it was written: the folder of real runs keeps its own
   * @throws IllegalArgumentException if it is larger than what is read
   */
  public static boolean write(Path folder, Spec spec) {
    if (RunFolder.exists(folder)) {
      return false;
    }
    OutputFile.write(folder.resolve(NAME), SpecWriter.text(spec));
    return true;
  }

  /** The workflow that a trace is of, or null if there is no specification that suits it. */
  @Nullable KnownWorkflow of(Path file, Trace trace) {
    if (given != null && given.suits(trace)) {
      return given;
    }
    for (Path beside : beside(file)) {
      Optional<KnownWorkflow> known = read.computeIfAbsent(beside, this::read);
      if (known.isPresent() && known.get().suits(trace)) {
        return known.get();
      }
    }
    return null;
  }

  /** What was found but could not be read, a line each. */
  List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /**
   * Where the commands leave it: {@code simulate} beside the traces, {@code run} above the folders
   * of its modes, {@code validate} in that of the measured runs.
   */
  private static List<Path> beside(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      return List.of();
    }
    return List.of(
        folder.resolve(NAME), folder.resolveSibling(NAME), folder.resolve("measured/" + NAME));
  }

  private Optional<KnownWorkflow> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Spec spec = new SpecReader(new ShippedPresets()).read(file);
      return Optional.of(KnownWorkflow.of(file.toString(), spec));
    } catch (SpecException e) {
      unreadable.add(e.getMessage());
      return Optional.empty();
    }
  }
}
