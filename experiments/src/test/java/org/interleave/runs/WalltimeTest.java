package org.interleave.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class WalltimeTest {

  /** A chain of 100 s asleep and 50 s of a command. */
  private static Walltime walltime(double timeScale, int repetitions) {
    Spec spec =
        new SpecReader(new ShippedPresets())
            .read(
                "w.yaml",
                """
                interleave: 1
                name: w
                sets:
                  Sleep: {tasks: 1, time: 100 s}
                  Command: {tasks: 1, time: 50 s, after: [Sleep], run: [work]}
                cluster: {name: one, nodes: [{cores: 1}]}
                """,
                List.of());
    Plan plan = Plan.asynchronous(WorkflowGraph.of(spec.workflow()));
    return Walltime.of(spec, List.of(plan), 1, timeScale, repetitions, 10);
  }

  @Test
  void aJobMayTakeWhatItsRunsDoAndSomeMore() {
    assertThat(walltime(1, 1).boundSeconds()).isCloseTo(160, within(1e-6));
    assertThat(walltime(1, 4).boundSeconds()).isCloseTo(610, within(1e-6));
    assertThat(walltime(1, 4).minutes()).isBetween(12L, 20L);
  }

  @Test
  void commandsTakeWhatTheyTakeWhateverTheTimeScale() {
    assertThat(walltime(0.01, 1).boundSeconds()).isCloseTo(61, within(1e-6));
  }
}
