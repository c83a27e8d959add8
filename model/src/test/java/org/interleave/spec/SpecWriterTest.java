package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.PlacementPolicy;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read as what it was. */
class SpecWriterTest {

  private static final long SEED = 20_260_103;
  private static final int NUMBER = 2_000;

  private final SpecReader reader = new SpecReader(Presets.NONE);

  @TempDir private Path folder;

  @Test
  void randomSpecificationsComeBack() {
    Set<String> families = new HashSet<>();
    for (long seed : new SplittableRandom(SEED).longs(NUMBER).toArray()) {
      Spec spec = RandomSpec.of(seed);
      String text = SpecWriter.text(spec);
      check(spec, text, "seed " + seed);
      assertThat(SpecWriter.text(RandomSpec.of(seed))).isEqualTo(text);
      spec.workflow().sets().forEach(s -> families.add(s.time().getClass().getSimpleName()));
    }
    assertThat(families).hasSize(DurationReader.FAMILIES.size());
  }

  @Test
  void randomClustersAndOverheadsComeBackFromFilesOfTheirOwn() {
    for (long seed : new SplittableRandom(SEED).longs(NUMBER).toArray()) {
      Spec spec = RandomSpec.of(seed);
      String cluster = SpecWriter.cluster(spec.cluster());
      assertThat(ClusterReader.read("file", SpecParser.parse("file", cluster)))
          .as("seed %d: %s", seed, cluster)
          .isEqualTo(spec.cluster());
      String overheads = SpecWriter.overheads(spec.overheads());
      assertThat(OverheadsReader.read("file", SpecParser.parse("file", overheads), n -> n))
          .as("seed %d: %s", seed, overheads)
          .isEqualTo(spec.overheads());
    }
  }

  @Test
  void aSpecificationIsWrittenForPeople() {
    String text =
        """
        interleave: 1
        name: my workflow
        iterations: 3
        sets:
          Simulation: {tasks: 96, slots: 4, gpus: 1, time: 340 s, after: [{set: Simulation, iteration: previous}]}
          'no': {slots: 0, gpus: 1, time: {normal: {mean: 62.5 s, sd: 500 ms}}, after: [Simulation]}
          Command:
            slots: 2
            memory: 4 GiB
            time: 90 s
            run: [python3, infer.py, '{index}', a b, "c\\nd"]
            directory: runs/{set}
            environment: {EMPTY: '', OMP_NUM_THREADS: '4'}
            timeout: 600 s
            failure-probability: 0.01
        cluster:
          slot: thread
          nodes: [{count: 16, cores: 42, threads: 4, gpus: 6}, {cores: 64, memory: 512 GiB}]
          virtual: true
        overheads: {name: entk, bootstrap: 35.9 s, overrun: {short: 60 ms, long: 600 ms, long-from: 300 s}}
        policy: {order: longest-path}
        failures: {retries: 3, on-failure: continue, grace: 2 s}
        walltime: 86400 s
        masked: {Simulation: 1, 'no': 2}
        """;
    assertThat(SpecWriter.text(reader.read("text", text, List.of()))).isEqualTo(text);
  }

  @Test
  void whatIsLeftToItsDefaultsIsLeftOut() {
    String text = "interleave: 1\nsets:\n  A: {time: 1 s}\ncluster: {nodes: [{cores: 8}]}\n";
    Spec spec = reader.read("text", text, List.of());
    assertThat(SpecWriter.text(spec)).isEqualTo(text);
    assertThat(spec.failures()).isEqualTo(FailurePolicy.STRICT);
    assertThat(spec.cluster().virtual()).isFalse();
    assertThat(spec.workflow().sets().get(0).timeoutMicros()).isZero();
    assertThat(SpecWriter.overheads(Overheads.NONE)).isEqualTo("name: none\n");
    assertThat(SpecWriter.cluster(Cluster.of("c", 2, 8, 1)))
        .isEqualTo("name: c\nnodes: [{count: 2, cores: 8, gpus: 1}]\n");
  }

  @Test
  void theKeysOfRealExecutionAreRead() {
    Spec spec =
        reader.read(
            "text",
            """
            interleave: 1
            sets:
              A: {time: 1 s, run: [a, 1], directory: d, environment: {N: 4, T: true}, timeout: 1.5 min}
            cluster: {nodes: [{cores: 8}], virtual: true}
            failures: {grace: 0 s}
            """,
            List.of());
    TaskSet set = spec.workflow().sets().get(0);
    assertThat(set.run())
        .isEqualTo(new Command.Argv(List.of("a", "1"), "d", Map.of("N", "4", "T", "true")));
    assertThat(set.timeoutMicros()).isEqualTo(90_000_000);
    assertThat(spec.cluster().virtual()).isTrue();
    assertThat(spec.failures().graceMicros()).isZero();
  }

  @Test
  void tenThousandMeasuredTimesComeBack() {
    SplittableRandom random = new SplittableRandom(SEED);
    Empirical times = new Empirical(random.doubles(10_000, 0.001, 1_000).boxed().toList());
    Spec spec = of(StandardPolicy.RECORDED, set("A", times));
    check(spec, SpecWriter.text(spec), "seed " + SEED);
  }

  @Test
  void moreMeasuredTimesThanAListMayHaveAreRefused() {
    Empirical times = new Empirical(java.util.Collections.nCopies(Limits.ITEMS + 1, 1.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecWriter.text(of(StandardPolicy.RECORDED, set("A", times))))
        .withMessageContaining("200001 times can't be written in place");
  }

  @Test
  void commentsStandBeforeItAndChangeNothing() {
    Spec spec = of(StandardPolicy.RECORDED, set("A", new Constant(1)));
    String text = SpecWriter.text(spec, List.of("one", "two\nwalltime: 1 s"));
    assertThat(text).startsWith("# one\n# two\\u000awalltime: 1 s\ninterleave: 1\n");
    Spec read = reader.read("text", text, List.of());
    assertThat(read.workflow()).isEqualTo(spec.workflow());
    assertThat(read.faults().walltimeMicros()).isZero();
  }

  @Test
  @Timeout(300)
  void aHundredThousandSetsComeBack() {
    TaskSet[] sets =
        IntStream.range(0, 100_000)
            .mapToObj(
                i ->
                    TaskSet.of(
                        "S" + i,
                        1 + i % 3,
                        Resources.of(1, 0),
                        new Normal(1 + i / 7.0, 0.1),
                        i == 0 ? new String[0] : new String[] {"S" + (i - 1) / 2}))
            .toArray(TaskSet[]::new);
    Spec spec = of(StandardPolicy.RECORDED, sets);
    String text = SpecWriter.text(spec);
    assertThat(text.lines().count()).isEqualTo(100_000 + 4);
    assertThat(reader.read("large", text, List.of()).workflow()).isEqualTo(spec.workflow());
  }

  @Test
  void aTextThatWouldNotBeReadIsRefused() {
    String argument = "x".repeat(Limits.SPEC_BYTES);
    TaskSet set =
        new TaskSet(
            "A",
            1,
            Resources.of(1, 0),
            new Constant(1),
            List.of(),
            new Command.Argv(List.of("p", argument)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecWriter.text(of(StandardPolicy.RECORDED, set)))
        .withMessageContaining("at most 16777216 are read");
  }

  @Test
  void aPolicyOfOnesOwnIsRefused() {
    SchedulingPolicy own =
        new SchedulingPolicy() {
          @Override
          public String label() {
            return "mine";
          }

          @Override
          public double priority(SetInstance set, WorkflowGraph graph) {
            return 0;
          }

          @Override
          public Fit fit() {
            return Fit.SKIP;
          }

          @Override
          public PlacementPolicy placement() {
            return Placement.NEXT_FIT;
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecWriter.text(of(own, set("A", new Constant(1)))))
        .withMessage(
            "the scheduling policy 'mine' can't be written in a specification; use a"
                + " StandardPolicy of the offered orders, fits and placements");
  }

  /** Those of a file may serve other workflows too; in place they would be refused. */
  @Test
  void overheadsOfOtherWorkflowsAreLeftOut() throws IOException {
    Files.writeString(
        folder.resolve("costs.yaml"),
        "bootstrap: 1 s\nsets: {A: {set-gap: 2 s}, B: {set-gap: 3 s}}\npipelines: {p: {}}\n");
    Path file =
        Files.writeString(
            folder.resolve("spec.yaml"),
            "interleave: 1\nsets: {A: {time: 1 s}}\ncluster: {nodes: [{cores: 1}]}\n"
                + "overheads: costs.yaml\n");
    Spec spec = reader.read(file);
    assertThat(spec.overheads().sets()).containsOnlyKeys("A", "B");
    Overheads back = reader.read("text", SpecWriter.text(spec), List.of()).overheads();
    assertThat(back.sets()).isEqualTo(Map.of("A", spec.overheads().sets().get("A")));
    assertThat(back.pipelines()).isEmpty();
    assertThat(back.bootstrap()).isEqualTo(spec.overheads().bootstrap());
    assertThat(back.name()).isEqualTo("costs.yaml");
  }

  /** What has no name of its own has that of its file, which may be longer than a name. */
  @Test
  void partsOfFilesWithLongPathsComeBack() throws IOException {
    Path deep = folder;
    for (int i = 0; i < 10; i++) {
      deep = Files.createDirectories(deep.resolve("a-folder-with-a-name-" + i));
    }
    Path cluster = Files.writeString(deep.resolve("cluster.yaml"), "nodes: [{cores: 1}]\n");
    Path costs = Files.writeString(deep.resolve("costs.yaml"), "bootstrap: 1 s\n");
    Path file =
        Files.writeString(
            folder.resolve("spec.yaml"),
            "interleave: 1\nsets: {A: {time: 1 s}}\ncluster: "
                + folder.relativize(cluster)
                + "\noverheads: "
                + folder.relativize(costs)
                + "\n");
    Spec spec = reader.read(file);
    assertThat(spec.cluster().name()).hasSize(128).startsWith("...").endsWith("cluster.yaml");
    check(spec, SpecWriter.text(spec), "long paths");
  }

  private void check(Spec spec, String text, String what) {
    String as = what + ":\n" + (text.length() < 20_000 ? text : "");
    Spec back;
    try {
      back = reader.read("written", text, List.of());
    } catch (SpecException e) {
      throw new AssertionError(e.getMessage() + "\n" + as, e);
    }
    assertThat(back.workflow()).as(as).isEqualTo(spec.workflow());
    assertThat(back.cluster()).as(as).isEqualTo(spec.cluster());
    assertThat(back.overheads()).as(as).isEqualTo(spec.overheads());
    assertThat(back.policy()).as(as).isEqualTo(spec.policy());
    assertThat(back.failures()).as(as).isEqualTo(spec.failures());
    assertThat(back.faults()).as(as).isEqualTo(spec.faults());
    assertThat(back.masked()).as(as).isEqualTo(spec.masked());
    assertThat(SpecWriter.text(back)).isEqualTo(text);
    assertThat(text).as(as).endsWith("\n").doesNotContainPattern("(?m)[ \t\r]+$");
    assertThat(text).as(as).doesNotContain("\t");
  }

  private static TaskSet set(String name, Duration time) {
    return TaskSet.of(name, 1, Resources.of(1, 0), time);
  }

  private static Spec of(SchedulingPolicy policy, TaskSet... sets) {
    return new Spec(
        "test",
        "",
        Workflow.of("w", sets),
        Cluster.of("c", 1, 8, 0),
        Overheads.NONE,
        policy,
        FailurePolicy.STRICT,
        Faults.NONE,
        Map.of());
  }
}
