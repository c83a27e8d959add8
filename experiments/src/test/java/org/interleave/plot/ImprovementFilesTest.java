package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.Improvement.Source;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImprovementFilesTest {

  @TempDir private Path folder;

  @Test
  void runsOfTheSameWorkAreCompared() {
    Trace before = run("simulated", "sequential/ranks", 1, 20);
    Trace after = run("simulated", "asynchronous", 1, 15);
    Trace pipelines = run("simulated", "pst", 1, 18);
    Trace otherSeed = run("simulated", "sequential/ranks", 2, 40);

    List<Improvement> found =
        ImprovementFiles.ofPairs(List.of(otherSeed, after, before, pipelines));

    assertThat(found).extracting(Improvement::from).containsExactly("simulated", "simulated, pst");
    assertThat(found.get(0).points()).containsExactly(0.25);
    assertThat(found.get(1).mean()).isEqualTo(1 - 18 / 20.0);
    assertThat(found.get(0).source()).isEqualTo(Source.SIMULATED);
    assertThat(found.get(0).hasInterval()).isFalse();
  }

  /** The first over the first, the second over the second, in one row. */
  @Test
  void repeatedRunsAreComparedInTurn() {
    List<Improvement> found =
        ImprovementFiles.ofPairs(
            List.of(
                run("executed", "sequential", 1, 20),
                run("executed", "asynchronous", 1, 10),
                run("executed", "sequential", 1, 40),
                run("executed", "asynchronous", 1, 30)));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).points()).containsExactly(0.5, 0.25);
    assertThat(found.get(0).source()).isEqualTo(Source.MEASURED);
    assertThat(ImprovementFigure.value(found.get(0))).isEqualTo("0.375, mean of 2");
  }

  @Test
  void replicationsHaveAnInterval() throws IOException {
    Path file =
        write(
            "{\"workflow\": \"w\", \"overheads\": \"none\", \"replications\": 50,"
                + " \"improvement\": {\"mean\": 0.2, \"low\": 0.19, \"high\": 0.21},"
                + " \"pst/improvement\": {\"mean\": -0.1, \"low\": null, \"high\": null},"
                + " \"spanImprovement\": {\"mean\": 0.9}}");

    List<Improvement> found = ImprovementFiles.read(List.of(file));

    assertThat(found)
        .containsExactly(
            new Improvement("w", "simulated, n = 50", Source.SIMULATED, List.of(0.2), 0.19, 0.21),
            Improvement.of("w", "simulated, pst, n = 50", Source.SIMULATED, List.of(-0.1)));
    assertThat(ImprovementFigure.value(found.get(0))).isEqualTo("0.200 \u00b1 0.010");
  }

  @Test
  void validationsStandSideBySide() throws IOException {
    Path file =
        write(
            "{\"workflow\": \"w\", \"overheads\": \"o\", \"predicted\": {\"improvement\": 0.3},"
                + " \"simulated\": {\"improvement\": 0.25},"
                + " \"simulatedWithOverheads\": {\"improvement\": 0.2},"
                + " \"measured\": [{\"improvement\": 0.18}, {\"improvement\": 0.22}]}");

    assertThat(ImprovementFiles.read(List.of(file)))
        .containsExactly(
            Improvement.of("w", "predicted", Source.PREDICTED, List.of(0.3)),
            Improvement.of("w", "simulated, no overheads", Source.SIMULATED, List.of(0.25)),
            Improvement.of("w", "simulated, o", Source.SIMULATED, List.of(0.2)),
            Improvement.of("w", "measured", Source.MEASURED, List.of(0.18, 0.22)));
  }

  @Test
  void whatSaysNothingIsNamed() throws IOException {
    Path other = write("{\"workflow\": \"w\", \"measured\": 1}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFiles.read(List.of(other)))
        .withMessageContaining("a.json' says nothing of I");
    Path damaged = write("{\"workflow\": ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFiles.read(List.of(damaged)))
        .withMessageContaining("a.json' is not JSON, or damaged");
    Path alone = folder.resolve("b.csv");
    TraceFile.write(alone, run("simulated", "asynchronous", 1, 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFiles.read(List.of(alone)))
        .withMessageContaining("I needs a sequential and another run of the same work");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("a.json"), json);
  }

  private static Trace run(String engine, String mode, long seed, long seconds) {
    Trace trace =
        Examples.of(1, seconds * 1_000_000, Examples.task("A", 0, 1, 0, 0, 0, 0, seconds, seconds));
    TraceHeader h = trace.header();
    TraceHeader header =
        new TraceHeader(
            engine, h.workflow(), 1, mode, "", false, h.cluster(), "none", seed, 0, h.ttxMicros());
    return new Trace(header, trace.records());
  }
}
