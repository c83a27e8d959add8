package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  private final FakeSlurm fake = new FakeSlurm();
  private final Slurm slurm = Slurm.of(fake, fake, Patience.SHORT, note -> {});

  private static String node(String name, String more) {
    return "NodeName="
        + name
        + " Arch=x86_64 CoresPerSocket=21 CPUTot=168 Gres=gpu:v100:6(S:0-1) RealMemory=600000"
        + " Sockets=2 ThreadsPerCore=4 "
        + more
        + "\n";
  }

  @Test
  void theDefaultPartitionIsOneGroupOfEqualNodes() {
    Shape shape = slurm.shape(null);
    assertThat(shape.cluster())
        .isEqualTo(
            new Cluster(
                "slurm:all", SlotKind.CORE, List.of(new NodeGroup(16, 44, 1, 6, 0, 524288))));
    assertThat(shape.nodes()).hasSize(16).startsWith("n01", "n02").endsWith("n16");
    assertThat(shape.notes()).isEmpty();
  }

  @Test
  void aNamedPartitionHasItsOwnNodes() {
    assertThat(slurm.shape("debug").cluster().nodeCount()).isEqualTo(2);
    assertThat(slurm.shape("debug").cluster().name()).isEqualTo("slurm:debug");
  }

  @Test
  void anUnknownPartitionIsNamedWithTheOneThatMayBeMeant() {
    assertThatThrownBy(() -> slurm.shape("debgu"))
        .isInstanceOf(SlurmException.class)
        .hasMessageStartingWith("Slurm has no partition 'debgu'")
        .hasMessageContaining("debug");
  }

  @Test
  void threadsAndReservedCoresAndStatesCount() {
    fake.partitions = "PartitionName=all Default=YES Nodes=n[01-06] State=UP\n";
    fake.nodes =
        node("n01", "State=MIXED")
            + node("n02", "CoreSpecCount=1 State=IDLE")
            + node("n03", "State=DOWN* Reason=State=IDLE Gres=gpu:99")
            + node("n04", "State=IDLE+DRAIN Reason=disk")
            + node("n05", "State=IDLE+CLOUD+POWERED_DOWN")
            + node("n06", "State=ALLOCATED Comment=Sockets=77");
    Shape shape = slurm.shape(null);
    assertThat(shape.cluster())
        .isEqualTo(
            new Cluster(
                "slurm:all",
                SlotKind.THREAD,
                List.of(
                    new NodeGroup(3, 42, 4, 6, 0, 600000), new NodeGroup(1, 42, 4, 6, 4, 600000))));
    assertThat(shape.nodes()).containsExactly("n01", "n05", "n06", "n02");
    assertThat(shape.notes())
        .containsExactly(
            "left out 2 of 6 nodes of slurm:all that can't be used now: n03 (DOWN*), n04"
                + " (IDLE+DRAIN)");
  }

  @Test
  void whereNothingIsUpThereIsNoCluster() {
    fake.nodes = fake.nodes.replace("State=IDLE", "State=DOWN");
    assertThatThrownBy(() -> slurm.shape(null))
        .isInstanceOf(SlurmException.class)
        .hasMessageStartingWith("no node of slurm:all can be used: left out 16 of 16 nodes");
  }

  @Test
  void fewerCpusThanThreadsAreWhatCounts() {
    fake.partitions = "PartitionName=all Default=YES Nodes=n01 State=UP\n";
    fake.nodes = node("n01", "State=IDLE").replace("CPUTot=168", "CPUTot=42");
    assertThat(slurm.shape(null).cluster().slot()).isEqualTo(SlotKind.CORE);
    assertThat(slurm.shape(null).cluster().totalSlots()).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "gpu:6 # 6",
        "gpu # 1",
        "gpu:a100 # 1",
        "gpu:a100:4(S:0-1) # 4",
        "gpu:tesla:2,gpu:kepler:1,mps:400 # 3",
        "gpu:2(S:0,1),shard:8 # 2",
        "craynetwork:4 # 0",
      })
  void gpusAreCountedAmongOtherResources(String gres, int gpus) {
    assertThat(NodeRecord.gpus(gres)).isEqualTo(gpus);
  }

  @Test
  void anAllocationHasItsPartOfTheNodes() {
    Shape shape =
        Objects.requireNonNull(
            slurm.allocation(
                Map.of(
                    "SLURM_JOB_ID", "17",
                    "SLURM_JOB_NODELIST", "n[01-02]",
                    "SLURM_JOB_PARTITION", "all")));
    assertThat(shape.cluster().groups()).containsExactly(new NodeGroup(2, 22, 1, 3, 0, 524288));
    assertThat(shape.cluster().name()).isEqualTo("slurm:all");
    assertThat(shape.nodes()).containsExactly("n01", "n02");
    assertThat(slurm.allocation(Map.of())).isNull();
  }

  @Test
  void whereThereAreNoToolsOneLineSaysSo() {
    Slurm none =
        Slurm.of(
            (argv, patience) -> new Answer(Answer.MISSING, "", "No such file"),
            fake,
            Patience.SHORT,
            note -> {});
    assertThat(none.absent())
        .isEqualTo(
            "Slurm can't be used here: there is no program sbatch on the PATH; use a machine of the"
                + " cluster, or load Slurm's module");
    assertThat(slurm.absent()).isEmpty();
    assertThatThrownBy(() -> none.shape(null))
        .isInstanceOfSatisfying(
            SlurmException.class, e -> assertThat(e.kind()).isEqualTo(SlurmException.Kind.ABSENT));
  }
}
