package org.interleave.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that has results. */
final class OutputOptions {

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Option(names = "--json", description = "Print the results as JSON.")
  boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the results and figures into this folder.")
  @Nullable Path out;
}
