package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Constant;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  private static final List<String> NO_GPUS = List.of("no-such-program-3");

  @TempDir private Path root;

  private Machine machine(String allowed, List<String> gpuList, String... siblings)
      throws IOException {
    Path status = Files.createDirectories(root.resolve("proc/self")).resolve("status");
    Files.writeString(status, "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t" + allowed);
    for (int cpu = 0; cpu < siblings.length; cpu++) {
      Path topology = root.resolve("sys/devices/system/cpu/cpu" + cpu + "/topology");
      Files.createDirectories(topology);
      Files.writeString(topology.resolve("thread_siblings_list"), siblings[cpu] + "\n");
    }
    return Machine.of(root.resolve("proc"), root.resolve("sys"), gpuList, Map.of());
  }

  @Test
  void threadsAreGroupedByCore() throws IOException {
    Machine machine =
        machine(
            "0-7\nMems_allowed:\t1\n",
            NO_GPUS,
            "0,4",
            "1,5",
            "2,6",
            "3,7",
            "0,4",
            "1,5",
            "2,6",
            "3,7");
    assertThat(machine.cores())
        .containsExactly(List.of(0, 4), List.of(1, 5), List.of(2, 6), List.of(3, 7));
    assertThat(machine.slots(SlotKind.THREAD)).hasSize(8).startsWith(List.of(0), List.of(4));
    assertThat(machine.cluster())
        .isEqualTo(new Cluster("local", SlotKind.CORE, List.of(new NodeGroup(1, 4, 2, 0, 0, 0))));
  }

  @Test
  void onlyWhatMayBeUsedCounts() throws IOException {
    Machine machine =
        machine("1,4-5,7\n", NO_GPUS, "0-1", "0-1", "2-3", "2-3", "4-5", "4-5", "6-7", "6-7");
    assertThat(machine.cores()).containsExactly(List.of(1), List.of(4, 5), List.of(7));
    assertThat(machine.cpuCount()).isEqualTo(4);
  }

  @Test
  void withoutDescriptionJavaIsBelieved() throws IOException {
    Machine nothing = Machine.of(root.resolve("a"), root.resolve("b"), NO_GPUS, Map.of());
    int cpus = Runtime.getRuntime().availableProcessors();
    assertThat(nothing.cores()).isEqualTo(IntStream.range(0, cpus).mapToObj(List::of).toList());
    assertThat(machine("nonsense\n", NO_GPUS).cpuCount()).isEqualTo(cpus);
    assertThat(machine("0-1\n", NO_GPUS, "nonsense", "").cores())
        .containsExactly(List.of(0), List.of(1));
    assertThat(Machine.here().cpuCount()).isPositive();
  }

  @Test
  void gpusAreCountedByTheirLines() throws IOException {
    List<String> two = List.of("printf", "GPU 0: A (UUID: x)\n  MIG 1g: y\nGPU 1: A\n");
    assertThat(machine("0\n", two, "0").gpus()).isEqualTo(2);
    assertThat(machine("0\n", List.of("sh", "-c", "echo GPU 0; exit 9"), "0").gpus()).isZero();
    long start = System.nanoTime();
    assertThat(machine("0\n", List.of("sleep", "1000"), "0").gpus()).isZero();
    assertThat(System.nanoTime() - start).isLessThan(100_000_000_000L);
  }

  @Test
  void aClusterThatIsLargerThanTheMachineMustBeVirtual() throws IOException {
    Machine machine = machine("0-3\n", NO_GPUS, "0-1", "0-1", "2-3", "2-3");
    Cluster summit =
        new Cluster("summit-16", SlotKind.THREAD, List.of(new NodeGroup(16, 42, 4, 6, 0, 0)));
    assertThat(machine.misfit(summit))
        .isEqualTo(
            "cluster 'summit-16' has 2688 slots and 96 GPUs, but this machine has 4 hardware"
                + " threads and no GPU; declare it virtual (--virtual), so that slots are only"
                + " counted, or use --cluster local");
    assertThat(machine.misfit(summit.asVirtual())).isEmpty();
    assertThat(machine.misfit(Cluster.of("c", 2, 1, 0))).isEmpty();
    assertThat(machine.misfit(Cluster.of("c", 3, 1, 0))).contains("3 slots,", "2 cores and no GPU");
    assertThat(machine.misfit(Cluster.of("c", 1, 2, 1))).contains("2 slots and 1 GPU, but");
    Cluster threads = new Cluster("c", SlotKind.THREAD, List.of(new NodeGroup(2, 1, 2, 0, 0, 0)));
    assertThat(machine.misfit(threads)).isEmpty();
  }

  @Test
  void whatIsKnownToGoWrongIsRefused() throws IOException {
    Machine machine = machine("0-1\n", NO_GPUS, "0", "1");
    Cluster fits = Cluster.of("c", 1, 2, 0);
    assertThat(refusal(fits, machine, new Command.Argv(List.of("sh")), 1)).isEmpty();
    assertThat(refusal(Cluster.of("c", 1, 3, 0), machine, new Command.Sleep(), 1))
        .startsWith("cluster 'c' has 3 slots, but");
    assertThat(refusal(fits, machine, new Command.Argv(List.of("foo-4")), 1))
        .isEqualTo(
            "task set 'X' runs 'foo-4', but there is no such program on the PATH; install it or"
                + " give its path");
    assertThat(refusal(fits, machine, new Command.Argv(List.of("./foo")), 1))
        .startsWith("task set 'X' runs './foo', but there is no such program in " + root);
    assertThat(refusal(fits, machine, new Command.Argv(List.of("{java}")), 1)).isEmpty();
    Path program = Files.createDirectories(root.resolve("bin")).resolve("foo");
    Files.writeString(program, "");
    Command inBin = new Command.Argv(List.of("./foo"), "bin", Map.of());
    assertThat(refusal(fits, machine, inBin, 1)).contains("make the file executable");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(refusal(fits, machine, inBin, 1)).isEmpty();
    Command onPath = new Command.Argv(List.of("foo"), null, Map.of("PATH", root + "/bin"));
    assertThat(refusal(fits, machine, onPath, 1)).isEmpty();
    Command stress = new Command.Stress();
    assertThat(refusal(fits, machine, stress, 2)).isEmpty();
    Cluster large = Cluster.of("large", 4, 4, 0).asVirtual();
    assertThat(refusal(large, machine, stress, 1)).contains("'large' has 16 of them");
    assertThat(refusal(large, machine, stress, 3)).contains("loads 3 slots", "has 2 CPUs");
    assertThat(refusal(large, machine, new Command.Sleep(), 3)).isEmpty();
  }

  private String refusal(Cluster cluster, Machine machine, Command command, int slots) {
    TaskSet set = new TaskSet("X", 1, Resources.of(slots, 0), new Constant(1), List.of(), command);
    return LocalBackend.refusal(Workflow.of("w", set), cluster, machine, root);
  }

  /** An allocation without cgroups shows all GPUs of the node, but says which are its own. */
  @Test
  void anAllocationsGpusAreThoseThatItNames(@TempDir Path root) {
    Machine machine =
        Machine.of(
            root, root, List.of("echo", "GPU 0: x"), Map.of("CUDA_VISIBLE_DEVICES", "2,GPU-7f, 5"));
    assertThat(machine.gpus()).isEqualTo(3);
    assertThat(machine.gpu(0)).isEqualTo("2");
    assertThat(machine.gpu(1)).isEqualTo("GPU-7f");
    assertThat(machine.gpu(2)).isEqualTo("5");
    assertThat(
            Machine.of(root, root, List.of("echo", "GPU 0: x"), Map.of("ROCR_VISIBLE_DEVICES", ""))
                .gpus())
        .isZero();
  }
}
