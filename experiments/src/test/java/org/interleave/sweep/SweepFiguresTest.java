package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFiguresTest {

  @TempDir private Path folder;

  private List<String> drawn(String rest) throws IOException {
    Sweep sweep = PointsTest.sweep(rest);
    SweepFolder to =
        SweepFolder.of(folder, sweep, SpecSource.of(sweep.base(), Path.of("")), Shard.WHOLE);
    assertThat(new SweepRun(to, 1).run(done -> {})).isTrue();
    SweepFigures figures = SweepFigures.write(to, SweepSummary.of(to));
    assertThat(figures.files()).allMatch(Files::isRegularFile);
    return figures.files().stream().map(f -> f.getFileName().toString()).toList();
  }

  private String svg(String name) throws IOException {
    return Files.readString(folder.resolve("figure-" + name + ".svg"));
  }

  @Test
  void twoAxesOfAGridGiveLinesAndAMap() throws IOException {
    assertThat(
            drawn(
                """
                vary:
                  policy.order: [submission, shortest]
                  cluster.nodes[0].count: [0, 8, 2, 4]
                replications: 2
                """))
        .containsExactly(
            "figure-effects.png",
            "figure-effects.svg",
            "figure-lines.png",
            "figure-lines.svg",
            "figure-map.png",
            "figure-map.svg");
    assertThat(svg("lines"))
        .contains(">submission<", ">shortest<", ">policy.order<", ">cluster.nodes[0].count<")
        .contains(">2<", ">8<");
    assertThat(svg("map")).contains(">policy.order<", ">shortest<", ">cluster.nodes[0].count<");
    assertThat(svg("effects")).contains(">policy.order<");
  }

  @Test
  void aDesignForSensitivityGivesBarsOfIndices() throws IOException {
    assertThat(
            drawn(
                """
                design: {sensitivity: 4}
                vary:
                  cluster.nodes[0].count: {from: 1, to: 8}
                  iterations: {from: 1, to: 3}
                replications: 1
                """))
        .containsExactly(
            "figure-effects.png", "figure-effects.svg", "figure-sobol.png", "figure-sobol.svg");
    assertThat(svg("sobol")).contains(">iterations<", ">alone (first order)<");
  }

  @Test
  void manyLinesAreNotDrawn() throws IOException {
    assertThat(
            drawn(
                """
                vary:
                  cluster.nodes[0].count: {from: 2, to: 9, count: 8}
                  iterations: [1]
                  sets.T1.tasks: {from: 1, to: 8, count: 8}
                replications: 1
                """))
        .containsExactly(
            "figure-effects.png", "figure-effects.svg", "figure-map.png", "figure-map.svg");
  }

  @Test
  void valuesAreShownWithTheDigitsThatAFigureNeeds() {
    assertThat(TableFigures.shown("34.1995189 s")).isEqualTo("34.2 s");
    assertThat(TableFigures.shown("10 s to 34.1995189 s")).isEqualTo("10 s to 34.2 s");
    assertThat(TableFigures.shown("123456")).isEqualTo("123456");
    assertThat(TableFigures.shown("longest-path")).isEqualTo("longest-path");
  }
}
