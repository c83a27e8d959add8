package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.interleave.analysis.Prediction;
import org.interleave.simulation.Replications.Measure;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** How far is the closed form from the simulator when times vary by 5%? */
class ClosedFormTest {

  private static final long SEED = 2_022;

  @Test
  void isTheClosedFormWithin5PercentOfTheSimulator() {
    for (WorkflowGraph graph : List.of(Witnesses.ddmd(0.05), Witnesses.cdag2(0.05))) {
      Replications r =
          Witnesses.replicateFast(Witnesses.bothModes(graph, Witnesses.SUMMIT_16), SEED, 300);
      Prediction p = Witnesses.predict(graph, Witnesses.SUMMIT_16);
      double[] predicted = {p.sequential().ranksSeconds(), p.correctedSeconds()};
      for (int s = 0; s < 2; s++) {
        Estimate e = r.estimate(s, Measure.TTX);
        double off = predicted[s] / e.mean() - 1;
        String line =
            String.format(
                Locale.ROOT,
                "%s %s: closed form %.2f s, simulated %.2f s +- %.2f, off by %.2f%%",
                graph.workflow().name(),
                s == 0 ? "sequential" : "asynchronous",
                predicted[s],
                e.mean(),
                e.halfWidth(),
                100 * off);
        System.out.println(line);
        assertThat(Math.abs(off)).as(line + ", seed " + SEED).isLessThan(0.05);
      }
      System.out.println("  I predicted " + p.improvement() + ", simulated " + r.improvement(1));
    }
  }
}
