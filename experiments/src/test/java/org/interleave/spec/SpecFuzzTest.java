package org.interleave.spec;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand specifications that nobody would write. A failure names the seed of its mutant,
 * which {@code -Dtest=SpecFuzzTest#oneMutantIsReadOrRefused -Dmutant=SEED} makes again. Seeds mean
 * other mutants when the corpus changes: what fails once becomes a file of the hostile corpus.
 */
class SpecFuzzTest {

  private static final int MUTANTS = 10_000;
  private static final int SOAK_MUTANTS = 100_000;

  @TempDir private Path folder;

  @Test
  void mutantsAreReadOrRefused() {
    check(0, MUTANTS);
  }

  @Test
  @Tag("soak")
  void manyMoreMutantsAreReadOrRefused() {
    check(1_000_000, SOAK_MUTANTS);
  }

  @Test
  void oneMutantIsReadOrRefused() {
    check(Long.getLong("mutant", 0), 1);
  }

  private void check(long firstSeed, int mutants) {
    MutantCheck check = new MutantCheck(folder);
    int read = 0;
    long begin = System.nanoTime();
    for (long seed = firstSeed; seed < firstSeed + mutants; seed++) {
      Mutant mutant = Mutant.of(seed);
      try {
        read += check.read(mutant).isPresent() ? 1 : 0;
      } catch (Throwable e) {
        throw new AssertionError(mutant + "\n" + e, e);
      }
    }
    if (mutants > 1) {
      System.out.printf(
          "%d mutants in %.1f s: %d read, %d refused with file, line and column%n",
          mutants, (System.nanoTime() - begin) / 1e9, read, mutants - read);
    }
  }
}
