package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.analysis.Asynchronicity;
import org.interleave.presets.ShippedPresets;
import org.interleave.spec.Spec;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class DegreesTest {

  /** What a row shows of the degrees is what 'predict' says of them. */
  @Test
  void theShortWayToTheDegreesLeadsToTheSame() {
    for (String name : new ShippedPresets().names(ShippedPresets.WORKFLOW)) {
      Spec spec = ShippedPresets.workflow(name, List.of());
      WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
      Asynchronicity all = Asynchronicity.of(graph, spec.cluster());
      Asynchronicity brief = Asynchronicity.degreesOf(graph, spec.cluster());
      assertThat(brief.doaDep()).as(name).isEqualTo(all.doaDep());
      assertThat(brief.doaRes()).as(name).isEqualTo(all.doaRes());
      assertThat(brief.wla()).as(name).isEqualTo(all.wla());
      assertThat(brief.width()).as(name).isEqualTo(all.width());
      assertThat(brief.witness()).as(name).isEqualTo(all.witness());
    }
  }
}
