package org.interleave.cli;

import java.nio.file.Path;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Spec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which specification is meant, and what of it is replaced. */
final class SpecOptions {

  @Parameters(
      paramLabel = "SPEC",
      completionCandidates = Candidates.Workflows.class,
      description = "A specification file, or the name of a shipped one ('interleave examples').")
  private String reference = "";

  @Mixin private SpecSettings settings;

  /** The file that is meant, or null if the name can't be one. */
  @Nullable Path file() {
    return SpecSource.file(reference);
  }

  /** Reads the specification. */
  Spec read() {
    return settings.read(reference);
  }
}
