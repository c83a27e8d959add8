package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.interleave.Workload;
import org.interleave.spec.Position;
import org.interleave.spec.Presets;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Resources;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WfFormatTest {

  private static final long SEED = 20_220_811;
  private static final int MUTANTS = 5_000;

  @TempDir private Path folder;

  private ImportedWorkflow read(String text) throws IOException {
    Path file = folder.resolve("instance.json");
    Files.writeString(file, text);
    return Importer.read(file, ImportFormat.of(file), null, n -> {});
  }

  private static Set<String> edges(ImportedWorkflow imported) {
    WorkflowGraph graph = WorkflowGraph.of(imported.spec().workflow());
    return new Precedence(graph, imported.tasks()).edges();
  }

  private static Map<String, Long> runtimes(ImportedWorkflow imported) {
    WorkflowGraph graph = WorkflowGraph.of(imported.spec().workflow());
    Precedence precedence = new Precedence(graph, imported.tasks());
    Workload workload = Workload.draw(graph, 5, 0);
    Map<String, Long> runtimes = new HashMap<>();
    for (int t = 0; t < graph.taskCount(); t++) {
      runtimes.put(precedence.id(t), workload.durationMicros(t));
    }
    return runtimes;
  }

  @Test
  void partsOfCoresAndGpusAreRoundedUp() throws IOException {
    ImportedWorkflow imported =
        read(
            """
            {"name": "x", "schemaVersion": "1.5", "workflow": {
              "specification": {"tasks": [{"name": "a", "id": "a", "parents": [], "children": []}]},
              "execution": {"makespanInSeconds": 3, "tasks": [
                {"id": "a", "runtimeInSeconds": 3, "coreCount": 1.5, "gpuCount": 0.5}]}}}
            """);
    Resources r = imported.spec().workflow().sets().get(0).resources();
    assertThat(r.slots()).isEqualTo(2);
    assertThat(r.gpus()).isEqualTo(1);
  }

  @Test
  void aSmallInstanceIsWrittenWithSetsAndWhatWasAssumed() throws IOException {
    ImportedWorkflow imported = read(Instances.SMALL);
    assertThat(SpecWriter.text(imported.spec()))
        .isEqualTo(
            """
            interleave: 1
            name: small
            sets:
              split: {time: 1.5 s}
              work: {tasks: 2, slots: 2, time: {recorded: [4 s, 3.25 s]}, after: [split]}
              check: {tasks: 2, time: {recorded: [1 us, 100 ms]}, after: [{set: work, match: index}]}
              merge: {time: 2 s, after: [work]}
            cluster: {name: recorded, nodes: [{count: 2, cores: 4}]}
            """);
    assertThat(imported.trace()).isNull();
    assertThat(imported.notes())
        .containsExactly(
            "3 tasks (the first is check_ID04) had no coreCount, which is taken as 1",
            "1 task (check_ID04) had a runtime of zero, which is taken as 1 us",
            "the machine 'login' is left out: no task ran on it; add it to cluster if it can"
                + " compute",
            "the date '05-01-24T12:00:00Z' is not in ISO 8601 and is left out",
            "no task has a start, so there is no trace of the run");
    assertThat(imported.figures())
        .isEqualTo(new ImportedWorkflow.Figures(6, 6, 3, 3, 10_850_001, 7_500_000, 20_500_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1", "1.2", "1.3"})
  void theOldestVersionsNameParentsAndCallTasksJobs(String version) throws IOException {
    ImportedWorkflow imported =
        read(
            """
            {"name": "old", "workflow": {"makespan": 3, "executedAt": "20200101T000000+0000",
             "machines": [{"nodeName": "m", "cpu": {"count": 4, "speed": 2000}}],
             "jobs": [
              {"name": "a_1", "type": "compute", "runtime": 1, "parents": [], "machine": "m"},
              {"name": "b_1", "type": "compute", "runtime": 2.5, "parents": ["a_1"], "cores": 3}]},
             "schemaVersion": "%s"}
            """
                .formatted(version));
    assertThat(edges(imported)).containsExactly("a_1 > b_1");
    assertThat(runtimes(imported))
        .containsEntry("a_1", 1_000_000L)
        .containsEntry("b_1", 2_500_000L);
    assertThat(imported.spec().workflow().sets().get(1).resources().slots()).isEqualTo(3);
    assertThat(imported.spec().cluster().totalSlots()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID1", "a_ID1"})
  void parentsAreMeantByIdOrByName(String parent) throws IOException {
    ImportedWorkflow imported =
        read(
            """
            {"schemaVersion": "1.4", "workflow": {"makespanInSeconds": 3, "tasks": [
              {"name": "a_ID1", "id": "ID1", "category": "a", "runtimeInSeconds": 1, "parents": []},
              {"name": "b_ID2", "id": "ID2", "category": "b", "runtimeInSeconds": 2,
               "parents": ["%s"]}]}}
            """
                .formatted(parent));
    assertThat(edges(imported)).containsExactly("ID1 > ID2");
  }

  @Test
  void tasksOnSeveralMachinesAreAsManyProcesses() throws IOException {
    ImportedWorkflow imported =
        read(
            Instances.SMALL.replace(
                "\"runtimeInSeconds\": 2, \"command\"",
                "\"runtimeInSeconds\": 2, \"coreCount\": 8, \"machines\": [\"w1\", \"w2\"],"
                    + " \"command\""));
    assertThat(imported.spec().workflow().sets().get(3).resources().processes()).isEqualTo(2);
    assertThat(imported.spec().workflow().sets().get(3).resources().slots()).isEqualTo(4);
  }

  @Test
  void startsOfAllTasksMakeATrace() throws IOException {
    String text = Instances.SMALL.replace("05-01-24T12:00:00Z", "2024-05-01T12:00:00Z");
    int[] starts = {0, 2, 3, 7, 8, 9};
    for (int t = 1; t <= 6; t++) {
      text =
          text.replaceFirst(
              "(\"id\": \"[a-z]+_ID0" + t + "\"), \"runtimeInSeconds\"",
              "$1, \"executedAt\": \"2024-05-01T14:00:0"
                  + starts[t - 1]
                  + ".500+02:00\", \"machine\": \"w1\", \"runtimeInSeconds\"");
    }
    text = text.replaceAll(", \"machines\": \\[\"w[12]\"\\]", "");
    ImportedWorkflow imported = read(text);
    Trace trace = imported.trace();
    assertThat(trace).isNotNull();
    assertThat(trace.records().get(0).startedMicros()).isEqualTo(500_000);
    assertThat(trace.header().ttxMicros()).isEqualTo(20_500_000);
    assertThat(TraceChecker.check(trace, imported.spec().workflow())).isEmpty();
  }

  @Test
  void edgesThatOnlyTheParentNamesCountToo() throws IOException {
    ImportedWorkflow imported =
        read(Instances.SMALL.replace("\"parents\": [\"work_ID03\"]", "\"parents\": []"));
    assertThat(edges(imported)).isEqualTo(edges(read(Instances.SMALL)));
    assertThat(imported.notes())
        .contains("1 edge(s) are named by the parent only, as its child, and count as well");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"1.5\"|\"1.9\"|4:20: schemaVersion '1.9' is not known",
        "\"schemaVersion\": \"1.5\",||1:1: there is no schemaVersion",
        "\"parents\": []|\"parents\": [\"merge_ID06\"]|wait for each other in a cycle",
        "\"parents\": [\"split_ID01\"]|\"parents\": [\"no\"]|names the parent 'no'",
        "\"children\": [\"merge_ID06\"|\"children\": [\"no\"|names the child 'no'",
        "\"runtimeInSeconds\": 4|\"runtimeInSeconds\": -4|but is -4",
        "\"runtimeInSeconds\": 4|\"runtimeInSeconds\": 1e300|but is 1e300",
        "\"runtimeInSeconds\": 4|\"runtimeInSeconds\": \"4\"|must be a number",
        "\"runtimeInSeconds\": 4,||the task 'work_ID02' has no runtimeInSeconds",
        "\"id\": \"work_ID03\", \"parents\"|\"id\": \"work_ID02\", \"parents\"|stands twice",
        "{\"id\": \"work_ID03\", \"runtime|{\"id\": \"other\", \"runtime|which the specification does",
        "\"tasks\": [|\"tasks\": {|must be a list in brackets",
        "\"coreCount\": 2|\"coreCount\": 1e9|coreCount of task 'work_ID02' must be from 0",
        "\"files\": [|\"files\": [[[[[[[[[[|not whole, valid JSON",
      })
  void whatIsWrongIsSaidAtItsPlace(String good, String bad, String message) {
    String text = Instances.SMALL.replace(good, bad == null ? "" : bad);
    assertThat(text).isNotEqualTo(Instances.SMALL);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = Instances.SMALL.replace("\"a.txt\"]", "[".repeat(100_000));
    assertThatThrownBy(() -> read(deep))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("nested deeper than any workflow");
  }

  @Test
  void exportsHaveWhatTheSchemaRequiresAndComeBackTheSame() throws IOException {
    ImportedWorkflow first = read(Instances.SMALL);
    StringWriter out = new StringWriter();
    WfFormatExport.of(first.spec(), 1).write(out);
    JsonNode json = JsonMapper.builder().build().readTree(out.toString());
    assertThat(json.get("name").asString()).isEqualTo("small");
    assertThat(json.get("schemaVersion").asString()).isEqualTo("1.5");
    JsonNode execution = json.get("workflow").get("execution");
    assertThat(execution.get("makespanInSeconds").asDouble()).isEqualTo(7.5);
    assertThat(execution.get("executedAt").asString()).isEqualTo("1970-01-01T00:00:00Z");
    for (JsonNode task : json.get("workflow").get("specification").get("tasks")) {
      assertThat(task.get("name").asString()).isNotEmpty();
      assertThat(task.get("id").asString()).matches("[0-9a-zA-Z-_.]+");
      assertThat(task.get("parents").isArray()).isTrue();
      assertThat(task.get("children").isArray()).isTrue();
    }
    for (JsonNode task : execution.get("tasks")) {
      assertThat(task.get("id").isString()).isTrue();
      assertThat(task.get("runtimeInSeconds").isNumber()).isTrue();
    }
    for (JsonNode machine : execution.get("machines")) {
      assertThat(machine.get("nodeName").asString()).matches("[a-z0-9-]+");
    }

    ImportedWorkflow second = read(out.toString());
    assertThat(second.spec().workflow()).isEqualTo(first.spec().workflow());
    assertThat(second.trace()).isNotNull();
    assertThat(TraceChecker.check(second.trace(), second.spec().workflow())).isEmpty();

    // The run of the import, written with its specification, is the same file.
    StringWriter again = new StringWriter();
    WfFormatExport.of(second.spec(), second.trace(), "trace").write(again);
    assertThat(JsonMapper.builder().build().readTree(again.toString()).get("workflow"))
        .isEqualTo(json.get("workflow"));
  }

  @Test
  void specificationsOfAnyShapeKeepTasksEdgesAndRuntimes() throws IOException {
    String text =
        """
        interleave: 1
        iterations: 3
        sets:
          A#1: {tasks: 4, slots: 2, gpus: 1, time: {lognormal: {mean: 20 s, cv: 0.4}}}
          A-1: {tasks: 4, time: 2 s, after: [{set: A#1, match: index}, {set: A-1, iteration: previous}]}
          Ä: {tasks: 3, time: {uniform: {min: 1 s, max: 2 s}}, after: [A-1]}
        cluster: {nodes: [{count: 2, cores: 4, gpus: 2}]}
        """;
    Spec spec = new SpecReader(Presets.NONE).read("text", text, List.of());
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    StringWriter out = new StringWriter();
    WfFormatExport.of(spec, 9).write(out);
    ImportedWorkflow imported = read(out.toString());
    assertThat(imported.figures().tasks()).isEqualTo(graph.taskCount());
    // 4 by index and 12 whole in each iteration, and 16 of the previous one in two.
    assertThat(imported.figures().edges()).isEqualTo(3 * (4 + 12) + 2 * 16);
    Workload workload = Workload.draw(graph, 9, 0);
    long sum = 0;
    for (int t = 0; t < graph.taskCount(); t++) {
      sum += workload.durationMicros(t);
    }
    assertThat(imported.figures().runtimeMicros()).isEqualTo(sum);
    assertThat(imported.spec().workflow().sets().get(0).resources().gpus()).isEqualTo(1);
    Set<String> ids = new TreeSet<>();
    imported.tasks().forEach(t -> ids.add(t.id()));
    assertThat(ids).hasSize(graph.taskCount());
  }

  @Test
  void mutantsAreReadOrRefusedAtAPlace() throws IOException {
    byte[] small = Instances.SMALL.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("mutant.json");
    SpecReader reader = new SpecReader(Presets.NONE);
    int refused = 0;
    for (int m = 0; m < MUTANTS; m++) {
      SplittableRandom random = new SplittableRandom(SEED + m);
      byte[] mutant = mutated(small, random);
      Files.write(file, mutant);
      ImportedWorkflow imported = null;
      try {
        imported = Importer.read(file, ImportFormat.WFFORMAT, null, n -> {});
      } catch (SpecException e) {
        refused++;
        Position at = e.position();
        assertThat(at.line()).as("seed %d", SEED + m).isPositive();
        assertThat(at.column()).as("seed %d", SEED + m).isPositive();
        assertThat(e.getMessage()).as("seed %d", SEED + m).doesNotContain("\n").contains(": ");
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + (SEED + m) + ": " + new String(mutant, StandardCharsets.UTF_8), e);
      }
      if (imported != null) {
        String text = SpecWriter.text(imported.spec(), imported.notes());
        assertThat(reader.read("seed " + (SEED + m), text, List.of()).workflow())
            .isEqualTo(imported.spec().workflow());
      }
    }
    assertThat(refused).isBetween(MUTANTS / 10, MUTANTS - 10);
  }

  private static final List<String> PARTS =
      List.of(
          "null",
          "[]",
          "{}",
          "-1",
          "0",
          "1e400",
          "99999999999",
          "\"\"",
          "\"work_ID02\"",
          "true",
          "\"id\"",
          "\"parents\"",
          ",",
          ":",
          "]",
          "}",
          "[[[[",
          "\u0000",
          "\"\\u0000\"",
          "NaN");

  private static byte[] mutated(byte[] text, SplittableRandom random) {
    String mutant = new String(text, StandardCharsets.UTF_8);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(mutant.length());
      int to = Math.min(mutant.length(), at + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> mutant = mutant.substring(0, at) + mutant.substring(to);
        case 1 ->
            mutant =
                mutant.substring(0, at)
                    + PARTS.get(random.nextInt(PARTS.size()))
                    + mutant.substring(to);
        case 2 -> mutant = mutant.substring(0, to) + mutant.substring(at);
        case 3 -> { // another value behind a colon
          int colon = mutant.indexOf(": ", at);
          int end = colon < 0 ? -1 : mutant.indexOf(',', colon);
          if (end > 0) {
            mutant =
                mutant.substring(0, colon + 2)
                    + PARTS.get(random.nextInt(PARTS.size()))
                    + mutant.substring(end);
          }
        }
        default ->
            mutant = mutant.substring(0, at) + (char) random.nextInt(0x250) + mutant.substring(at);
      }
      if (mutant.isEmpty()) {
        mutant = " ";
      }
    }
    byte[] bytes = mutant.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  @Timeout(300)
  void aHundredThousandTasksAreImported() throws IOException {
    Path file = folder.resolve("large.json");
    Instances.lanes(file, 100, 200);
    ImportedWorkflow imported = Importer.read(file, ImportFormat.of(file), null, n -> {});
    assertThat(imported.figures().tasks()).isEqualTo(100 * (200 * 5 + 2) + 1);
    assertThat(imported.figures().edges()).isEqualTo(100 * (200 * 6) + 100);
    // A split, five steps and a merge of each lane, and the end.
    assertThat(imported.spec().workflow().sets()).hasSize(100 * 7 + 1);
    Spec read =
        new SpecReader(Presets.NONE).read("text", SpecWriter.text(imported.spec()), List.of());
    assertThat(read.workflow()).isEqualTo(imported.spec().workflow());
  }
}
