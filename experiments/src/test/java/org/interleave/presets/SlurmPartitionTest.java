package org.interleave.presets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.execution.slurm.Answer;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.SlurmException;
import org.interleave.execution.slurm.Tools;
import org.interleave.execution.slurm.Waits;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.junit.jupiter.api.Test;

class SlurmPartitionTest {
  private static final String NODE =
      " CoresPerSocket=21 CPUTot=168 Gres=gpu:6 RealMemory=600000 Sockets=2 ThreadsPerCore=4";

  private static final Cluster GPU =
      new Cluster(
          "slurm:gpu", SlotKind.THREAD, List.of(new NodeGroup(2, 42, 4, 6, 0, 600_000)), false);

  private static final String TEXT =
      """
      interleave: 1
      name: small
      sets:
        A: {tasks: 4, slots: 8, gpus: 1, time: 10 s}
      cluster: %s
      """;

  private final List<List<String>> calls = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Tools tools =
      (argv, patience) -> {
        calls.add(argv);
        return argv.contains("partition")
            ? Answer.of("PartitionName=cpu Nodes=c1\nPartitionName=gpu Default=YES Nodes=g[1-3]\n")
            : Answer.of(
                "NodeName=g1"
                    + NODE
                    + " State=IDLE\nNodeName=g2"
                    + NODE
                    + " State=MIXED\n"
                    + "NodeName=g3"
                    + NODE
                    + " State=DOWN\n");
      };

  private ShippedPresets presets(Tools tools) {
    return new ShippedPresets(Slurm.of(tools, Waits.REAL, Patience.SHORT, notes::add), notes::add);
  }

  private Spec read(String cluster, String... settings) {
    return new SpecReader(presets(tools))
        .read("small.yaml", TEXT.formatted(cluster), List.of(settings));
  }

  @Test
  void aSpecificationNamesAPartitionOrTheDefaultOne() {
    assertThat(read("slurm:gpu").cluster()).isEqualTo(GPU);
    assertThat(read("slurm").cluster()).isEqualTo(GPU);
    assertThat(notes.get(0))
        .isEqualTo("left out 1 of 3 nodes of slurm:gpu that can't be used now: g3 (DOWN)");
  }

  @Test
  void aSettingNamesItAndChangesItsParts() {
    Spec spec = read("summit-16", "cluster=\"slurm:gpu\"", "cluster.nodes[0].count=32");
    assertThat(spec.cluster().nodeCount()).isEqualTo(32);
    assertThat(calls).as("Slurm is asked once").hasSize(2);
  }

  @Test
  void whatWasReadIsWrittenInPlace() {
    String text = SpecWriter.text(read("slurm:gpu"));
    assertThat(
            new SpecReader(presets((argv, patience) -> Answer.failed("asked again")))
                .read("written.yaml", text, List.of())
                .cluster())
        .isEqualTo(GPU);
  }

  @Test
  void withoutSlurmOneLineSaysSo() {
    Tools none = (argv, patience) -> new Answer(Answer.MISSING, "", "");
    assertThatThrownBy(
            () ->
                new SpecReader(presets(none))
                    .read("small.yaml", TEXT.formatted("slurm:gpu"), List.of()))
        .isInstanceOf(SlurmException.class)
        .hasMessage(
            "can't read Slurm's partitions: there is no program scontrol on the PATH; use a machine"
                + " of the cluster, or load Slurm's module");
    assertThatThrownBy(() -> read("slurm:gpuu"))
        .isInstanceOf(SlurmException.class)
        .hasMessageStartingWith("Slurm has no partition 'gpuu'");
  }
}
