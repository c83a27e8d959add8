package org.interleave.cli;

import picocli.CommandLine.Option;

/** The option of every command that draws durations. */
final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the drawn durations; ${DEFAULT-VALUE} if left out.")
  long seed = 1;
}
