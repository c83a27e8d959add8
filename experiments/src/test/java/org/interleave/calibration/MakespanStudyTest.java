package org.interleave.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.interleave.Calibrated;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.calibration.MakespanStudy.Foretold;
import org.interleave.imports.ImportFormat;
import org.interleave.imports.ImportedWorkflow;
import org.interleave.imports.Importer;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.MakespanReport;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.validation.RecordedRuns;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that tell no starts, and the one constant that is made of them. */
class MakespanStudyTest {

  private static final String NONE = "none";

  /** A chain of sets and one beside it, of another size and depth for each number. */
  private static Spec spec(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder("interleave: 1\nname: w").append(number);
    text.append("\ncluster: {name: two, nodes: [{count: 2, cores: 8}]}\nsets:\n");
    int depth = 1 + number % 4;
    for (int s = 0; s < depth; s++) {
      int tasks = 1 + random.nextInt(9);
      set(text, "S" + s, tasks, 5 + random.nextInt(40), s == 0 ? "" : "S" + (s - 1));
    }
    set(text, "Beside", 1 + random.nextInt(6), 10, "S0");
    return new SpecReader(new ShippedPresets()).read("w.yaml", text.toString(), List.of());
  }

  private static void set(StringBuilder text, String name, int tasks, int seconds, String after) {
    text.append(
        "  %s: {tasks: %d, time: %d s, after: [%s]}\n".formatted(name, tasks, seconds, after));
  }

  /** Runs whose makespans hold the overheads, and chance. */
  private static List<MakespanRun> runs(int count, Overheads overheads, double noise) {
    SplittableRandom random = new SplittableRandom(11);
    List<MakespanRun> runs = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      Spec spec = spec(r);
      double seconds = new MakespanRun("r" + r, spec, 1).seconds(overheads);
      double share = 1 + noise * (2 * random.nextDouble() - 1);
      runs.add(new MakespanRun("r" + r, spec, Math.round(seconds * share * 1e6)));
    }
    return runs;
  }

  @ParameterizedTest
  @EnumSource(Lump.class)
  void theConstantIsFoundAgainAndForetellsEachRun(Lump lump) {
    MakespanStudy study = MakespanStudy.of(lump, runs(9, lump.overheads(NONE, 7.5), 0));
    for (MakespanStudy.Constant other : study.tried()) {
      assertThat(study.taken().error()).isLessThanOrEqualTo(other.error());
    }
    assertThat(study.taken().lump()).isEqualTo(lump);
    assertThat(study.taken().seconds()).isCloseTo(7.5, within(0.05));
    assertThat(study.leftOut()).isTrue();
    assertThat(study.ranges().leaveOneOut()).isLessThan(0.01);
    for (Foretold f : study.runs()) {
      assertThat(f.seconds()).isCloseTo(f.recordedSeconds(), within(0.01 * f.recordedSeconds()));
      assertThat(f.plainError()).isNegative();
    }
    assertThat(study.overheads("found").calibration()).isEqualTo(study.ranges());
    assertThat(study.overheads("found").name()).isEqualTo("found");
  }

  /** Thousands of tasks: a bound on the constant itself would be many times the constant. */
  @Test
  void aConstantThatIsSpentOftenIsAsPreciseInAll() {
    List<MakespanRun> runs = new ArrayList<>();
    for (int tasks : new int[] {1_500, 2_500}) {
      StringBuilder text = new StringBuilder("interleave: 1\nname: many\n");
      text.append("cluster: {name: c, nodes: [{count: 1, cores: 3000}]}\nsets:\n");
      set(text, "S", tasks, 1, "");
      Spec spec = new SpecReader(new ShippedPresets()).read("w.yaml", text.toString(), List.of());
      double seconds = new MakespanRun("r", spec, 1).seconds(Lump.LAUNCH.overheads(NONE, 1.2345));
      runs.add(new MakespanRun("r" + tasks, spec, Math.round(seconds * 1e6)));
    }
    MakespanStudy study = MakespanStudy.of(Lump.LAUNCH, runs);
    assertThat(study.taken().seconds()).isCloseTo(1.2345, within(2e-4));
    assertThat(study.ranges().leaveOneOut()).isLessThan(2e-4);
  }

  /** One that only asynchronous runs had would make them look worse than they are. */
  @Test
  void gapsAreSpentInSequenceToo() {
    Spec spec = spec(3).withOverheads(Lump.SET_GAP.overheads(NONE, 7));
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Workload workload = Workload.draw(graph, 1, 0);
    Plan sequential = Plan.sequential(graph, SequentialBaseline.RANKS);
    double with = Simulator.measure(spec.scenario(workload, sequential)).ttxSeconds();
    double without =
        Simulator.measure(spec.withOverheads(Overheads.NONE).scenario(workload, sequential))
            .ttxSeconds();
    assertThat(with - without).isCloseTo(3 * 7, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Lump.class)
  void aRunThatWasCalibratedOnLiesInside(Lump lump) {
    List<MakespanRun> runs = runs(4, lump.overheads(NONE, 7.5), 0);
    Calibrated ranges = MakespanStudy.of(lump, runs).ranges();
    for (MakespanRun run : runs) {
      assertThat(ranges.outside(run.spec().workflow(), run.spec().cluster(), 1)).isEmpty();
    }
  }

  /** What happens once adds to the makespan whatever is run, so the whole can be done by hand. */
  @Test
  void whatIsForetoldIsWhatTheOthersSay() {
    List<MakespanRun> runs = runs(7, Lump.BOOTSTRAP.overheads(NONE, 40), 0.2);
    double[] plain = runs.stream().mapToDouble(r -> r.seconds(Overheads.NONE)).toArray();
    MakespanStudy study = MakespanStudy.of(Lump.BOOTSTRAP, runs);
    double worst = 0;
    for (int left = 0; left < runs.size(); left++) {
      double least = Double.POSITIVE_INFINITY;
      double constant = Double.NaN;
      for (int of = 0; of < runs.size(); of++) {
        double offered = runs.get(of).recordedSeconds() - plain[of];
        double sum = 0;
        for (int on = 0; on < runs.size(); on++) {
          sum +=
              on == left
                  ? 0
                  : Math.abs(Math.log((plain[on] + offered) / runs.get(on).recordedSeconds()));
        }
        if (of != left && sum < least) {
          least = sum;
          constant = offered;
        }
      }
      Foretold f = study.runs().get(left);
      assertThat(f.plainSeconds()).isEqualTo(plain[left]);
      assertThat(f.constant()).isCloseTo(constant, within(0.02));
      assertThat(f.seconds()).isCloseTo(plain[left] + constant, within(0.02));
      worst = Math.max(worst, Math.abs(f.error()));
    }
    assertThat(study.ranges().leaveOneOut()).isEqualTo(worst).isGreaterThan(0.02);
  }

  @Test
  void aSingleRunIsRepeatedAndForetellsNothing() {
    MakespanStudy study =
        MakespanStudy.of(Lump.BOOTSTRAP, runs(1, Lump.BOOTSTRAP.overheads(NONE, 40), 0));
    assertThat(study.leftOut()).isFalse();
    assertThat(study.runs().get(0).error()).isCloseTo(0, within(1e-3));
    assertThat(study.ranges().leaveOneOut()).isNaN();
    assertThat(study.tried()).allSatisfy(c -> assertThat(c.error()).isNaN());
  }

  @Test
  void aRunFasterThanItsTasksAllowNeedsNoConstant() {
    MakespanRun run = runs(1, Overheads.NONE, 0).get(0);
    MakespanStudy study =
        MakespanStudy.of(
            Lump.BOOTSTRAP,
            List.of(new MakespanRun("fast", run.spec(), run.makespanMicros() * 9 / 10)));
    assertThat(study.tried()).allSatisfy(c -> assertThat(c.seconds()).isZero());
    assertThat(study.tried()).allMatch(MakespanStudy.Constant::explains);
    assertThat(study.runs().get(0).error()).isCloseTo(1 / 0.9 - 1, within(1e-6));
  }

  /** Tasks that wait for one another, and not for their sets, have no gap before them. */
  @Test
  void aConstantThatNoRunSpendsIsSaidToExplainNone() {
    List<MakespanRun> runs = new ArrayList<>();
    for (int tasks : new int[] {3, 5}) {
      String text =
          """
          interleave: 1
          name: coupled
          cluster: {name: c, nodes: [{count: 1, cores: 8}]}
          sets:
            A: {tasks: %d, time: 10 s}
            B: {tasks: %d, time: 10 s, after: [{set: A, match: index}]}
          """
              .formatted(tasks, tasks);
      Spec spec = new SpecReader(new ShippedPresets()).read("w.yaml", text, List.of());
      runs.add(new MakespanRun("r" + tasks, spec, 30_000_000 + tasks));
    }
    MakespanStudy study = MakespanStudy.of(Lump.SET_GAP, runs);
    assertThat(study.tried())
        .extracting(MakespanStudy.Constant::explains)
        .containsExactly(true, false, true);
    String text = new MakespanReport("found", study, List.of()).text();
    assertThat(text)
        .contains(
            "waited for others: explains none of these runs",
            "taken: set-gap, which explains none of these runs")
        .doesNotContain("taken: set-gap of 0.00 s");
    assertThat(new MakespanReport("found", study, List.of()).json().text())
        .contains("\"explains\" : false");
  }

  @Test
  void aRunIsNotForetoldFromItself() {
    MakespanRun run = runs(1, Overheads.NONE, 0).get(0);
    MakespanRun again = new MakespanRun("again", run.spec(), run.makespanMicros());
    assertThatThrownBy(() -> MakespanStudy.of(Lump.BOOTSTRAP, List.of(run, again)))
        .hasMessageContaining("r0 and again are one run");
    MakespanRun other = new MakespanRun("as long", spec(1), run.makespanMicros());
    assertThat(MakespanStudy.of(Lump.BOOTSTRAP, List.of(run, other)).runs()).hasSize(2);
    assertThatThrownBy(() -> new MakespanRun("none", run.spec(), 0))
        .hasMessageContaining("makespan of 0");
  }

  /** Instances of WfCommons that Pegasus recorded, where they are at hand. */
  @Test
  void recordedInstancesAreForetoldBetterThanWithout() {
    List<MakespanRun> runs = new ArrayList<>();
    for (String name :
        new String[] {
          "1000genome-chameleon-2ch-100k-001",
          "cycles-chameleon-1l-1c-9p-001",
          "epigenomics-chameleon-hep-1seq-100k-001",
          "helloworld-forkjoin-10-chameleon",
          "montage-chameleon-2mass-005d-001",
          "seismology-chameleon-100p-001",
          "srasearch-chameleon-10a-001",
          "wrench-exogeni-1000genome-001.schema1.0"
        }) {
      runs.add(recorded(name));
    }
    MakespanStudy study = MakespanStudy.of(Lump.BOOTSTRAP, runs);
    assertThat(median(study, false)).isGreaterThan(0.6);
    assertThat(median(study, true)).isLessThan(0.45);
    assertThat(study.ranges().leaveOneOut()).isBetween(0.5, 1.0);
    for (Foretold f : study.runs()) {
      assertThat(f.error()).as(f.run()).isGreaterThan(f.plainError());
      assertThat(f.seconds()).isCloseTo(f.plainSeconds() + f.constant(), within(1e-3));
    }
    List<MakespanRun> twice = new ArrayList<>(runs);
    twice.add(recorded("seismology-100p.schema1.4"));
    assertThatThrownBy(() -> MakespanStudy.of(Lump.BOOTSTRAP, twice))
        .hasMessageContaining("are one run");
  }

  private static double median(MakespanStudy study, boolean foretold) {
    double[] errors =
        study.runs().stream()
            .mapToDouble(f -> Math.abs(foretold ? f.error() : f.plainError()))
            .sorted()
            .toArray();
    return (errors[3] + errors[4]) / 2;
  }

  private static MakespanRun recorded(String name) {
    Path file = RecordedRuns.find("wfformat/" + name + ".json");
    Assumptions.assumeTrue(
        Files.exists(file),
        "the instances are other people's and not part of the project; "
            + RecordedRuns.VARIABLE
            + " names their folder");
    ImportedWorkflow imported = Importer.read(file, ImportFormat.of(file), null, n -> {});
    return new MakespanRun(name, imported.spec(), imported.figures().makespanMicros());
  }
}
