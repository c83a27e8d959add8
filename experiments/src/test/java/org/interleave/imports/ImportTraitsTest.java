package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files in the wild have and the formats' own documents don't show, each in a few lines. */
class ImportTraitsTest {

  @TempDir private Path folder;

  private ImportedWorkflow read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("run.txt"), text);
    return Importer.read(file, ImportFormat.of(file), null, n -> {});
  }

  private void refused(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("run.txt"), text);
    assertThatThrownBy(() -> Importer.read(file, ImportFormat.of(file), null, n -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static List<TaskRecord> records(ImportedWorkflow imported) {
    Trace trace = imported.trace();
    assertThat(trace).isNotNull();
    return trace.records();
  }

  private static double seconds(ImportedWorkflow imported) {
    return imported.figures().runtimeMicros() / 1e6;
  }

  // Slurm.

  @Test
  void elapsedStandsForAStartThatWasNotAskedFor() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            JobIDRaw|State|Elapsed|End|AllocCPUS|
            7|COMPLETED|1-00:00:10|2024-05-03T12:00:00|4|
            8|TIMEOUT|00:01:40|2024-05-03T12:00:00|2|
            8.batch|CANCELLED|00:01:40|2024-05-03T12:00:00|2|
            """);
    assertThat(seconds(imported)).isEqualTo(86_410 + 100);
    assertThat(records(imported).get(1).startedMicros()).isEqualTo(86_310_000_000L);
  }

  @Test
  void elapsedIsNoRuntimeOfAJobThatStillRuns() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            JobID\tState\tElapsedRaw\tStart\tAllocCPUS
            7\tCOMPLETED\t60\t2024-05-03T12:00+0200\t4
            8\tRUNNING\t100\t2024-05-03T12:00:00\t2
            """);
    assertThat(seconds(imported)).isEqualTo(60);
    assertThat(imported.notes()).contains("1 task (8) had not both a start and an end: left out");
  }

  @Test
  void aJobThatWasCancelledBeforeItHadANodeIsNoTask() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            JobID|State|Elapsed|Start|End|AllocCPUS|NodeList
            7|COMPLETED|00:01:00|2024-05-03T12:00:00|2024-05-03T12:01:00|4|n1
            8|CANCELLED by 1000|00:00:00|2024-05-03T12:02:00|2024-05-03T12:02:00|4|None assigned
            9+0|COMPLETED|00:00:30|2024-10-27T02:59:50|2024-10-27T02:00:20|4|n1
            """);
    assertThat(imported.tasks()).hasSize(2);
    assertThat(seconds(imported)).isEqualTo(90);
    assertThat(imported.notes())
        .contains(
            "1 task (8) never had a node: left out",
            "1 task (9+0) had an end before the start, as clocks were set back: Elapsed tells the"
                + " end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cpu=8,gres/gpu:a100=1,gres/gpu:v100=2,node=1;'';3",
        "cpu=8,gres/gpu=2,gres/gpu:a100=2;gpu:7;2",
        "cpu=8,node=1;gpu:tesla:2;2",
        "cpu=8,node=1;craynetwork:1,gpu:4(S:0-1);4",
        "cpu=8,node=1;gpu;0"
      })
  void gpusAreFoundWhereverTheyStand(String tres, String gres, int gpus) throws IOException {
    ImportedWorkflow imported =
        read(
            "JobID|Start|End|AllocTRES|AllocGRES\n7|2024-05-03T12:00:00|2024-05-03T12:01:00|"
                + tres
                + "|"
                + gres
                + "\n");
    assertThat(imported.spec().workflow().sets().get(0).resources())
        .isEqualTo(Resources.of(8, gpus));
  }

  @Test
  void namesOfNodesMayHaveNumbersTwice() {
    assertThat(SlurmAccounting.expand("x[1-2]n[08-09]s,y3"))
        .containsExactly("x1n08s", "x1n09s", "x2n08s", "x2n09s", "y3");
    assertThat(SlurmAccounting.expand("x[1-99999]n[1-99999]")).isEmpty();
    assertThat(SlurmAccounting.expand("a,,b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JobID|JobName|State~1|a|COMPLETED;1:1: there is no column 'Start'; write it with: sacct",
        "JobID|Elapsed|AllocCPUS~1|1|1;there is no column 'Start'; write it with: sacct",
        "JobID|Start|End|NCPUS~1|2024-05-03T12:00:00;2:2: this row has 2 cells, but the heading has 4",
        "JobID|Start|End|NCPUS~1|a|b|c|d;2:4: this row has 5 cells, but the heading has 4",
        "'       JobID    JobName  Partition~------ ------ -----~';not as a table with a heading",
        "301_1|loop|TIMEOUT|23:30:11~301_2|loop|TIMEOUT|23:30:11;not as a table with a heading",
      })
  void whatSacctCouldHaveWrittenIsSaid(String text, String message) throws IOException {
    refused(text.replace('~', '\n'), message);
  }

  // Nextflow.

  @Test
  void aTraceOfCachedTasksOnlySaysSo() throws IOException {
    refused(
        """
        task_id\thash\tname\tstatus\tsubmit\tduration\trealtime
        1\taa/1\ta (1)\tCACHED\t2024-05-03 12:00:00.000\t1s\t20ms
        2\taa/2\ta (2)\tCACHED\t2024-05-03 12:00:00.000\t-\t-
        3\taa/3\tb\tABORTED\t2024-05-03 12:00:00.000\t-\t-
        """,
        "no task of this file has both a start and an end: 2 tasks (the first is a (1)) came from"
            + " the cache and did not run: left out");
  }

  @Test
  void aTraceThatIsCutInARowSaysWhere() throws IOException {
    refused(
        """
        task_id\thash\tname\tsubmit\tduration\trealtime
        1\taa/1\ta (1)\t2024-05-03 12:00:00.000\t1h 2m 3s\t1h
        2\taa/2\ta (""",
        "run.txt:3:3: this row has 3 cells, but the heading has 6; was the file cut");
  }

  // The Standard Workload Format.

  @Test
  void numbersBehindThoseOfTheFormatAreLeftOut() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            ; MaxProcs: 1,024 (all of them)
            1 0000 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1 900 400
            2 1000 5 50 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 1 -1 900 400
            """);
    assertThat(seconds(imported)).isEqualTo(150);
    assertThat(imported.figures().edges()).isZero();
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(1_024);
    assertThat(imported.notes())
        .anyMatch(n -> n.startsWith("lines have 20 numbers, of which the format knows 18"));
    refused(
        """
        1 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1 900 400
        2 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1 900
        """,
        "2:1: a job has 20 numbers, but this line has 19, unlike the first");
  }

  @ParameterizedTest
  @CsvSource({"; MaxNodes: 64,64", "; MaxNodes: 4,8", "; Note: none,8"})
  void jobsWithoutAnyTimeOfWaitingHaveNoTrace(String heading, int slots) throws IOException {
    ImportedWorkflow imported =
        read(
            heading
                + """

                1 0 -1 100 8 -1 -1 -1 -1 -1 -1 -1 1 -1 0 -1 -1 -1
                2 1 -1 50 4 -1 -1 -1 -1 -1 -1 -1 1 -1 0 -1 1 -1
                """);
    assertThat(imported.trace()).isNull();
    assertThat(imported.figures().edges()).isEqualTo(1);
    assertThat(imported.figures().makespanMicros()).isNegative();
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(slots);
    assertThat(imported.spec().policy().placement().pooled()).isTrue();
  }

  @Test
  void jobsThatNeverRanAreNoTasks() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            ; MaxProcs: Unknown
            1 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1
            2 0 500 0 0 -1 -1 64 -1 -1 0 3 1 7 -1 -1 -1 -1
            3 0 500 0 -1 -1 -1 64 -1 -1 5 3 1 7 -1 -1 -1 -1
            4 0 5 0 1 -1 -1 1 -1 -1 1 3 1 7 -1 -1 -1 -1
            """);
    assertThat(imported.tasks()).hasSize(2);
    assertThat(imported.notes())
        .contains(
            "2 tasks (the first is job 2) never started: left out",
            "1 task (job 4) had a runtime of zero, which is taken as 1 us",
            "line 1: 'MaxProcs: Unknown' is no number of processors and is left out");
  }

  @Test
  void jobsThatTogetherHadMoreThanThereIsAreNoted() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            ; MaxProcs: 10
            1 0 5 100 8 -1 -1 8 -1 -1 1 3 1 7 -1 -1 -1 -1
            2 0 5 100 8 -1 -1 8 -1 -1 1 3 1 7 -1 -1 -1 -1
            """);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(10);
    assertThat(imported.notes()).anyMatch(n -> n.contains("jobs had 16 processors at once"));
  }

  // WfFormat.

  @Test
  void whatWfFormat16AddedIsPassedOver() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            {"name": "w", "schemaVersion": "1.6", "workflow": {
              "specification": {
                "tasks": [
                  {"name": "a", "id": "A#1/x:y", "parents": [], "children": ["B"]},
                  {"name": "b", "id": "B", "parents": ["A#1/x:y"], "children": []}],
                "metrics": {"numberOfTasks": 2, "numberOfLevels": 2}},
              "execution": {"makespanInSeconds": 9, "executedAt": "2024-05-03T12:00:00-08:00",
                "tasks": [
                  {"id": "A#1/x:y", "runtimeInSeconds": 3, "coreCount": 1.5,
                    "executedAt": "2024-05-03T12:00:01-08:00"},
                  {"id": "B", "runtimeInSeconds": 5, "executedAt": "2024-05-03T12:00:04-08:00"}],
                "metrics": {"sumTaskRuntimesInSeconds": 8, "totalNumBytesRead": 1}}}}
            """);
    assertThat(seconds(imported)).isEqualTo(8);
    assertThat(imported.figures().edges()).isEqualTo(1);
    assertThat(records(imported).get(1).startedMicros()).isEqualTo(4_000_000);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(2);
  }

  @Test
  void tasksOfNextflowInWfFormatAreOneSetWhateverTheirTags() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            {"schemaVersion": "1.6", "workflow": {
              "specification": {"tasks": [
                {"name": "N:CALL (chr1_10-20)", "id": "a", "parents": [], "children": []},
                {"name": "N:CALL (chr2_30-40)", "id": "b", "parents": [], "children": []}]},
              "execution": {"makespanInSeconds": 9, "tasks": [
                {"id": "a", "runtimeInSeconds": 3}, {"id": "b", "runtimeInSeconds": 5}]}}}
            """);
    assertThat(imported.spec().workflow().sets()).hasSize(1);
    assertThat(imported.spec().workflow().sets().get(0).name()).isEqualTo("N:CALL");
  }

  // Files that are none of these.

  @Test
  void packedFilesAreToBeUnpacked() throws IOException {
    Path file = folder.resolve("log.swf.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1 0 5 100 4 -1 -1 4 -1 -1 1 3 1 7 -1 -1 -1 -1".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> ImportFormat.of(file))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("log.swf.gz:1:1: this file is packed; unpack it first");
  }

  @Test
  void whatIsWrongInJsonIsSaidWithoutTheParsersOwnPlaces() throws IOException {
    refused(
        "{\"schemaVersion\": \"1.6\", \"workflow\": {\"tasks\": [",
        "this is not whole, valid JSON: Unexpected end-of-input: expected close marker for Array;"
            + " was the file cut?");
  }
}
