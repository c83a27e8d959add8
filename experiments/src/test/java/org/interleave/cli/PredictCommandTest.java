package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  /** Three tasks on two slots: whole sets leave a slot idle that single tasks would fill. */
  @Test
  void aSimulationStandsBesideAClosedFormInDoubt() throws IOException {
    String spec =
        Files.writeString(
                folder.resolve("s.yaml"),
                """
                interleave: 1
                name: narrow
                iterations: 2
                sets:
                  A: {tasks: 3, time: 0.5 s}
                  B: {tasks: 1, time: 0.5 s, after: [A]}
                  C: {tasks: 1, time: {normal: {mean: 0.4 s, sd: 0.1 s}}, after: [A]}
                cluster: {name: two, nodes: [{cores: 2}]}
                """)
            .toString();
    JsonNode predicted = JSON.readTree(CommandRun.of("predict", spec, "--json").out());
    JsonNode simulated = JSON.readTree(CommandRun.of("simulate", spec, "--json").out());
    JsonNode beside = predicted.path("simulated");
    assertThat(beside.path("improvement").asDouble())
        .isEqualTo(simulated.path("improvement").asDouble())
        .isGreaterThan(2 * predicted.path("improvement").asDouble());
    assertThat(CommandRun.of("predict", spec).out())
        .contains("\nsimulated, durations drawn once: ");
  }

  @Test
  void aClosedFormThatHoldsStandsAlone() {
    CommandRun run = CommandRun.of("predict", "ddmd-as-run", "--json");
    assertThat(run.code()).isZero();
    assertThat(JSON.readTree(run.out()).has("simulated")).isFalse();
  }
}
