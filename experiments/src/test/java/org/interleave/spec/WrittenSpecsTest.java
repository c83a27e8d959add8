package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.interleave.presets.ShippedPresets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped, and what mutants of it can be read, is written as what is read as the same. */
class WrittenSpecsTest {

  private static final int MUTANTS = 2_000;

  private static final ShippedPresets PRESETS = new ShippedPresets();

  @TempDir private Path folder;

  static List<String> right() throws IOException {
    return SchemaTest.right();
  }

  @ParameterizedTest
  @MethodSource("right")
  void whatIsShippedComesBack(String text) {
    check(new SpecReader(PRESETS).read("text", text, List.of()));
  }

  @Test
  void shippedPartsComeBack() {
    SpecReader reader = new SpecReader(PRESETS);
    for (String name : PRESETS.names("cluster")) {
      String text = SpecWriter.cluster(reader.cluster(name));
      assertThat(ClusterReader.read("text", SpecParser.parse("text", text)))
          .isEqualTo(reader.cluster(name));
    }
    for (String name : PRESETS.names("overheads")) {
      String text = SpecWriter.overheads(reader.overheads(name));
      assertThat(OverheadsReader.read("text", SpecParser.parse("text", text), n -> n))
          .isEqualTo(reader.overheads(name));
    }
  }

  @Test
  void mutantsThatAreReadComeBack() throws IOException {
    MutantCheck check = new MutantCheck(folder);
    int read = 0;
    for (long seed = 0; seed < MUTANTS; seed++) {
      Mutant mutant = Mutant.of(seed);
      var spec = check.read(mutant);
      if (spec.isPresent()) {
        read++;
        try {
          check(spec.get());
        } catch (SpecException e) {
          throw new AssertionError(mutant.toString(), e);
        }
      }
    }
    assertThat(read).isGreaterThan(MUTANTS / 10);
  }

  /** Without presets: what is written stands by itself. */
  private static void check(Spec spec) {
    String text = SpecWriter.text(spec);
    assertThat(SchemaTest.SCHEMA.validate(SpecJson.of(SpecParser.parse("text", text))))
        .as(text)
        .isEmpty();
    Spec back = new SpecReader(Presets.NONE).read(spec.source(), text, List.of());
    assertThat(
            new Spec(
                spec.source(),
                spec.sha256(),
                back.workflow(),
                back.cluster(),
                back.overheads(),
                back.policy(),
                back.failures(),
                back.faults(),
                back.masked()))
        .as(text)
        .isEqualTo(spec);
  }
}
