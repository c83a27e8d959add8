package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.presets.ShippedPresets;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.interleave.validation.RecordedRuns;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The formats that are tables, each by a small file of our own. */
class ImportFormatsTest {

  private static final long SEED = 20_220_811;
  private static final int MUTANTS = 1_000;

  private static final String NEXTFLOW =
      """
      task_id\thash\tname\tprocess\tstatus\tcpus\tsubmit\tstart\tcomplete\tduration\trealtime
      1\ta/1\tALIGN (s1)\tALIGN\tCOMPLETED\t4\t2024-05-01 12:00:00.000\t2024-05-01 12:00:01.500\t2024-05-01 12:01:03.500\t1m 3s\t1m 2s
      2\ta/2\tALIGN (s2)\tALIGN\tCOMPLETED\t4\t2024-05-01 12:00:00.000\t-\t2024-05-01 12:00:31.000\t31s\t30s
      3\ta/3\tSORT (s1)\tSORT\tCOMPLETED\t-\t1714564870000\t1714564871000\t1714564871345\t1.3s\t345ms
      4\ta/4\tSORT (s2)\tSORT\tFAILED\t1\t2024-05-01 12:01:12.000\t2024-05-01 12:01:12.000\t2024-05-01 12:01:12.000\t0ms\t0ms
      5\ta/5\tSORT (s3)\tSORT\tCACHED\t1\t-\t-\t-\t-\t-
      """;

  private static final String SLURM =
      """
      JobID|JobName|Submit|Start|End|NCPUS|AllocTRES|State|NodeList
      100|simulate|2024-05-01T12:00:00|2024-05-01T12:00:10|2024-05-01T12:10:10|8|billing=8,cpu=8,gres/gpu=2,mem=8G,node=2|COMPLETED|n[01-02]
      100.batch|batch||2024-05-01T12:00:10|2024-05-01T12:10:10|4|cpu=4|COMPLETED|n01
      100.0|python||2024-05-01T12:00:10|2024-05-01T12:10:10|8|cpu=8|COMPLETED|n[01-02]
      101_1|train|2024-05-01T12:00:00|2024-05-01T12:01:00|2024-05-01T12:02:00|2|cpu=2,node=1|COMPLETED|n03
      101_2|train|2024-05-01T12:00:00|2024-05-01T12:01:00|2024-05-01T12:03:30|2|cpu=2,node=1|TIMEOUT|n03
      101_[3-9]|train|2024-05-01T12:00:00|Unknown|Unknown|2||PENDING|None assigned
      """;

  private static final String SWF =
      """
      ; Version: 2.2
      ; MaxProcs: 16
      1 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1
      2 10 0 50.5 8 -1 -1 8 -1 -1 1 3 1 7 -1 -1 -1 -1
      3 20 90 20 -1 -1 -1 4 -1 -1 0 3 1 -1 -1 -1 1 5
      4 30 -1 -1 4 -1 -1 4 -1 -1 5 3 1 -1 -1 -1 -1 -1
      """;

  private static final String RADICAL =
      """
      uid,label,stage,stage_name,pipeline,cores,gpus,ranks,cores_per_rank,gpus_per_rank,node,requested_s,t_slot,t_start,t_stop,t_free,state
      task.1,task.1,,,,8,2.0,2,4,1.0,localhost,3.0,1,1.5,4.6,4.8,DONE
      task.2,task.2,,,,8,2.0,2,4,1.0,localhost,4.0,1,1.5,5.6,5.8,DONE
      task.3,task.3,,,,1,0.0,1,1,0,localhost,1.0,5.9,6,7,7.2,FAILED
      """;

  private static final String PROFILE =
      """
      #time,event,comp,thread,uid,state,msg
      1700000000.0000,bootstrap_0_start,,,pilot.0000,PMGR_ACTIVE_PENDING,
      1700000010.0000,schedule_ok,agent_scheduling.0000,MainThread,task.000000,,
      1700000010.5000,advance,agent_scheduling.0000,MainThread,task.000000,AGENT_EXECUTING_PENDING,
      1700000021.0000,unschedule_stop,agent_scheduling.0000,MainThread,task.000000,,
      1700000022.0000,advance,agent,MainThread,task.000000,DONE,
      """;

  private static final String TASK_PROFILE =
      """
      #time,event,comp,thread,uid,state,msg
      1700000010.7500,launch_start,,,task.000000,,
      1700000011.0000,rank_start,,,task.000000,,
      1700000011.2500,rank_start,,,task.000000,,
      1700000020.0000,rank_stop,,,task.000000,,
      1700000020.5000,rank_stop,,,task.000000,,
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("run.txt"), text);
  }

  private ImportedWorkflow read(String text, ImportFormat expected) throws IOException {
    Path file = file(text);
    assertThat(ImportFormat.of(file)).isEqualTo(expected);
    return Importer.read(file, expected, null, n -> {});
  }

  private static TaskSet set(ImportedWorkflow imported, String name) {
    return imported.spec().workflow().sets().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Trace trace(ImportedWorkflow imported) {
    Trace trace = imported.trace();
    assertThat(trace).isNotNull();
    return trace;
  }

  @Test
  void nextflowsProcessesAreSets() throws IOException {
    ImportedWorkflow imported = read(NEXTFLOW, ImportFormat.NEXTFLOW);
    assertThat(imported.spec().workflow().sets()).hasSize(2);
    TaskSet align = set(imported, "ALIGN");
    assertThat(align.tasks()).isEqualTo(2);
    assertThat(align.resources()).isEqualTo(Resources.of(4, 0));
    assertThat(align.time().meanSecondsOf(0)).isEqualTo(62);
    assertThat(align.time().meanSecondsOf(1)).isEqualTo(30);
    assertThat(set(imported, "SORT").time().meanSecondsOf(0)).isEqualTo(0.345);
    List<TaskRecord> records = trace(imported).records();
    assertThat(records)
        .extracting(TaskRecord::startedMicros)
        .containsExactly(1_000_000L, 1_500_000L, 71_000_000L, 72_000_000L);
    assertThat(records.get(2).readyMicros()).isEqualTo(70_000_000);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(8);
    assertThat(imported.notes())
        .contains(
            "1 task (ALIGN (s2)) had no start, which is taken from the end and realtime",
            "1 task (SORT (s1)) had no cpus, which is taken as 1",
            "1 task (SORT (s2)) ended as FAILED: kept, for the time that was taken",
            "1 task (SORT (s3)) came from the cache and did not run: left out");
  }

  @ParameterizedTest
  @CsvSource({
    "1m 2s,62000000",
    "345ms,345000",
    "1h 2m 3s,3723000000",
    "1d,86400000000",
    "2.5s,2500000",
    "0ms,0",
    "12,12000",
    "-,-1",
    "1x,-1",
    "s,-1",
    "9999999999d,-1"
  })
  void nextflowsTimesAreRead(String text, long micros) {
    assertThat(NextflowTrace.micros(text)).isEqualTo(micros);
  }

  @Test
  void slurmsJobsAreTasksWithAProcessANode() throws IOException {
    ImportedWorkflow imported = read(SLURM, ImportFormat.SLURM);
    assertThat(set(imported, "simulate").resources()).isEqualTo(new Resources(2, 4, 1, 0));
    assertThat(set(imported, "train").tasks()).isEqualTo(2);
    assertThat(set(imported, "train").time().meanSecondsOf(1)).isEqualTo(150);
    Trace trace = trace(imported);
    assertThat(trace.records()).hasSize(3);
    assertThat(trace.records().get(0).nodes()).containsExactly(0, 1);
    assertThat(trace.records().get(0).startedMicros()).isEqualTo(10_000_000);
    assertThat(trace.header().ttxMicros()).isEqualTo(610_000_000);
    assertThat(TraceChecker.checkAlone(trace)).isEmpty();
    Cluster cluster = imported.spec().cluster();
    assertThat(cluster.nodeCount()).isEqualTo(3);
    assertThat(cluster.totalGpus()).isEqualTo(2);
    assertThat(imported.notes())
        .contains(
            "1 task (101_[3-9]) had not both a start and an end: left out",
            "2 row(s) of steps are left out: jobs are what is imported",
            "1 task (101_2) ended as TIMEOUT: kept, for the time that was taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n1|n1",
        "n[1-3]|n1 n2 n3",
        "n[01-02,09],gpu1|n01 n02 n09 gpu1",
        "a[1]-b|a1-b",
        "n[1-|''",
        "n[x]|''",
        ",|''"
      })
  void listsOfNodesAreTakenApart(String text, String nodes) {
    assertThat(String.join(" ", SlurmAccounting.expand(text))).isEqualTo(nodes);
  }

  @Test
  void partsOfAJobOfTheStandardWorkloadFormatAreNoJobs() throws IOException {
    Path file = folder.resolve("parts.swf");
    Files.writeString(
        file,
        """
        1 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1
        1 0 5 60 4 -1 -1 4 -1 -1 2 3 1 7 -1 -1 -1 -1
        1 70 5 40 4 -1 -1 4 -1 -1 3 3 1 7 -1 -1 -1 -1
        2 80 5 10 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1
        """);
    ImportedWorkflow imported = Importer.read(file, ImportFormat.SWF, null, n -> {});
    assertThat(imported.tasks()).hasSize(2);
    assertThat(imported.figures().runtimeMicros()).isEqualTo(110_000_000);
    assertThat(imported.notes()).anyMatch(n -> n.contains("parts between checkpoints"));
  }

  @Test
  void jobsOfTheStandardWorkloadFormatWaitForTheOneBefore() throws IOException {
    ImportedWorkflow imported = read(SWF, ImportFormat.SWF);
    WorkflowGraph graph = WorkflowGraph.of(imported.spec().workflow());
    assertThat(new Precedence(graph, imported.tasks()).edges()).containsExactly("job 1 > job 3");
    assertThat(graph.taskCount()).isEqualTo(3);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(16);
    assertThat(imported.spec().policy().placement().pooled()).isTrue();
    Trace trace = trace(imported);
    assertThat(trace.records())
        .extracting(TaskRecord::startedMicros)
        .containsExactly(5_000_000L, 10_000_000L, 110_000_000L);
    assertThat(trace.records()).extracting(TaskRecord::slots).containsExactly(4, 8, 4);
    assertThat(trace.header().pooled()).isTrue();
    assertThat(TraceChecker.checkAlone(trace)).isEmpty();
    assertThat(imported.notes())
        .contains("1 task (job 3) had a think time behind the job before, which is not kept");
  }

  @Test
  void ranksOfRadicalPilotAreProcesses() throws IOException {
    ImportedWorkflow imported = read(RADICAL, ImportFormat.RADICAL);
    assertThat(imported.spec().workflow().sets())
        .extracting(TaskSet::name)
        .containsExactly("tasks2x-4-1", "tasks-1-0");
    TaskSet ranks = set(imported, "tasks2x-4-1");
    assertThat(ranks.resources()).isEqualTo(new Resources(2, 4, 1, 0));
    assertThat(ranks.time().meanSecondsOf(1)).isEqualTo(4);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(16);
    assertThat(imported.spec().cluster().totalGpus()).isEqualTo(4);
    assertThat(imported.notes()).contains("all tasks name one node, 'localhost'");
    assertThat(trace(imported).records()).hasSize(3);
    written(imported);
  }

  @Test
  void profilesOfAFolderArePutTogether() throws IOException {
    Path sandbox = Files.createDirectories(folder.resolve("pilot/task.000000"));
    Files.writeString(folder.resolve("pilot/agent.prof"), PROFILE);
    Files.writeString(sandbox.resolve("task.000000.prof"), TASK_PROFILE);
    Path pilot = folder.resolve("pilot");
    assertThat(ImportFormat.of(pilot)).isEqualTo(ImportFormat.PROFILES);
    ImportedWorkflow imported = Importer.read(pilot, ImportFormat.PROFILES, null, n -> {});
    TaskRecord task = trace(imported).records().get(0);
    assertThat(task.dispatchedMicros()).isEqualTo(10_000_000);
    assertThat(task.startedMicros()).isEqualTo(11_000_000);
    assertThat(task.endedMicros()).isEqualTo(20_500_000);
    assertThat(task.freedMicros()).isEqualTo(21_000_000);
    assertThat(imported.notes()).contains("time zero is the start of the bootstrap");
    written(imported);
  }

  private void written(ImportedWorkflow imported) {
    Spec read =
        new SpecReader(new ShippedPresets())
            .read("text", SpecWriter.text(imported.spec(), imported.notes()), List.of());
    assertThat(read.workflow()).isEqualTo(imported.spec().workflow());
  }

  @Test
  void aBetterClusterMayBeNamed() throws IOException {
    Cluster cluster = Cluster.of("c", 4, 64, 4);
    ImportedWorkflow imported = Importer.read(file(SLURM), ImportFormat.SLURM, cluster, n -> {});
    assertThat(imported.spec().cluster()).isEqualTo(cluster);
    assertThatThrownBy(
            () -> Importer.read(file(SLURM), ImportFormat.SLURM, Cluster.of("c", 4, 2, 4), n -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("run.txt:2:1: the task '100' asks for 4 slots a process");
    assertThatThrownBy(
            () ->
                Importer.read(file(SLURM), ImportFormat.SLURM, Cluster.of("c", 2, 64, 4), n -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("ran on another node than the 2 of the cluster");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|none of the formats",
        "''|the file is empty",
        "# interleave-trace: 1|a trace of Interleave already",
        "; a comment|no task of this file has both",
        "; c~1 2 3|2:1: a job has 18 numbers, but this line has 3",
        "JobID!Start!End|there is no column 'NCPUS' or 'AllocCPUS' or 'AllocTRES'",
        "JobID!Start!End!NCPUS~1!yesterday!2024-05-01T12:00:00!4|2:2: Start must be a date",
        "JobID!Start!End!NCPUS~1!2024-05-01T12:00:01!2024-05-01T12:00:00!4|ends before it starts; if clocks were set back",
      })
  void whatIsWrongIsSaidAtItsPlace(String text, String message) throws IOException {
    Path file = file(text.replace('~', '\n').replace('!', '|'));
    assertThatThrownBy(() -> Importer.read(file, ImportFormat.of(file), null, n -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message);
  }

  @Test
  @Timeout(60)
  void longLinesAndNamesNeitherTakeLongNorFail() throws IOException {
    Path numbers = file("1 ".repeat(30_000) + "x\n");
    assertThat(ImportFormat.of(numbers)).isEqualTo(ImportFormat.SWF);
    assertThat(SetNames.kind("_1".repeat(1_000_000) + "x")).isNotEmpty();
    assertThat(SetNames.allowed("a b".repeat(100_000))).hasSizeLessThanOrEqualTo(100);
    Path endless = file("JobID|Start|End|NCPUS\n" + "1".repeat(2_000_000));
    assertThatThrownBy(() -> Importer.read(endless, ImportFormat.SLURM, null, n -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(":2:1: this line has more than 1048576 characters");
  }

  @ParameterizedTest
  @EnumSource(ImportFormat.class)
  void mutantsAreReadOrRefused(ImportFormat format) throws IOException {
    String text =
        switch (format) {
          case WFFORMAT -> Instances.SMALL;
          case RADICAL -> RADICAL;
          case PROFILES -> PROFILE + TASK_PROFILE;
          case NEXTFLOW -> NEXTFLOW;
          case SLURM -> SLURM;
          case SWF -> SWF;
        };
    Path file = folder.resolve("mutant");
    for (int m = 0; m < MUTANTS; m++) {
      SplittableRandom random = new SplittableRandom(SEED + m);
      StringBuilder mutant = new StringBuilder(text);
      for (int i = 0; i <= random.nextInt(4); i++) {
        int at = random.nextInt(mutant.length());
        switch (random.nextInt(4)) {
          case 0 -> mutant.deleteCharAt(at);
          case 1 -> mutant.insert(at, (char) random.nextInt(0x180));
          case 2 -> mutant.setCharAt(at, "09-.,|\t\n e[]:;T".charAt(random.nextInt(15)));
          default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + 20)));
        }
      }
      Files.write(file, mutant.toString().getBytes(StandardCharsets.UTF_8));
      ImportedWorkflow imported = null;
      try {
        imported = Importer.read(file, format, null, n -> {});
      } catch (SpecException e) {
        assertThat(e.position().line()).as("seed %d", SEED + m).isPositive();
        assertThat(e.getMessage()).as("seed %d", SEED + m).doesNotContain("\n");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + (SEED + m) + ":\n" + mutant, e);
      }
      if (imported != null) {
        written(imported);
      }
    }
  }

  // The authors' runs, where they are at hand.

  @ParameterizedTest
  @CsvSource({
    "summit/cdag2-seq.csv,256,summit-16-as-run",
    "summit/cdag2-async.csv,256,summit-16-as-run",
    "summit/ddmd-seq.csv,627,summit-16-as-run",
    "radical/bag2048-32nodes.csv,2048,"
  })
  void recordedRunsKeepTheirTasksAndRequestedTimes(String name, int tasks, String cluster)
      throws IOException {
    Path file = RecordedRuns.find(name);
    Assumptions.assumeTrue(
        Files.exists(file),
        "the recorded runs are other people's and not part of the project; "
            + RecordedRuns.VARIABLE
            + " names their folder");
    Cluster where = cluster == null ? null : new SpecReader(new ShippedPresets()).cluster(cluster);
    ImportedWorkflow imported = Importer.read(file, ImportFormat.of(file), where, n -> {});
    WorkflowGraph graph = WorkflowGraph.of(imported.spec().workflow());
    assertThat(graph.taskCount()).isEqualTo(tasks);
    Precedence precedence = new Precedence(graph, imported.tasks());
    assertThat(precedence.named()).isEqualTo(tasks);
    Workload workload = Workload.draw(graph, 1, 0);
    Map<String, String> requested = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    int column = List.of(lines.get(0).split(",")).indexOf("requested_s");
    lines.stream().skip(1).map(l -> l.split(",", -1)).forEach(c -> requested.put(c[0], c[column]));
    for (int t = 0; t < tasks; t++) {
      String seconds = requested.get(precedence.id(t));
      if (!seconds.isEmpty()) {
        assertThat(workload.durationMicros(t))
            .isEqualTo(Math.max(1, Math.round(Double.parseDouble(seconds) * 1e6)));
      }
    }
    assertThat(TraceChecker.check(trace(imported), imported.spec().workflow())).isEmpty();
    written(imported);
  }
}
