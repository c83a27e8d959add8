package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.Recorder.Ended;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalBackendTest {

  @TempDir private Path folder;

  @Test
  void aTaskIsToldWhatItIs() throws Exception {
    Command command =
        new Command.Argv(
            List.of("sh", "-c", "tr '\\0' '\\n' </proc/$$/environ; echo \"$1\"", "sh", words()),
            null,
            Map.of("OWN", "{set}-{index}", "OMP_NUM_THREADS", "9", "INTERLEAVE_TASK", "no"));
    TaskSet other = LocalRun.set("Other", 5, new Command.Sleep());
    TaskSet set = LocalRun.set("Train", 4, command);
    try (LocalRun run = new LocalRun(folder, other, set)) {
      Share share = new Share(3, List.of(4, 5), List.of(1, 2));
      run.backend.start(new TaskLaunch(7, 3, run.graph.instanceOf(7), 1_250_000, List.of(share)));
      assertThat(run.events.end(7).why()).isEmpty();
      String out = Files.readString(folder.resolve("run/output/Train/0/2-3.out"));
      Map<String, String> seen = new HashMap<>();
      out.lines().forEach(l -> seen.put(l.split("=", 2)[0], l.substring(l.indexOf('=') + 1)));
      Map<String, String> expected = new HashMap<>();
      expected.put("INTERLEAVE_RUN", run.id);
      expected.put("INTERLEAVE_RUN_DIR", folder.resolve("run").toString());
      expected.put("INTERLEAVE_WORK", folder.resolve("run/work").toString());
      expected.put("INTERLEAVE_SET", "Train");
      expected.put("INTERLEAVE_ITERATION", "0");
      expected.put("INTERLEAVE_INDEX", "2");
      expected.put("INTERLEAVE_PROCESS", "0");
      expected.put("INTERLEAVE_TASKS", "4");
      expected.put("INTERLEAVE_ATTEMPT", "3");
      expected.put("INTERLEAVE_DURATION", "1.25");
      expected.put("INTERLEAVE_NODE", "3");
      expected.put("INTERLEAVE_SLOTS", "4,5");
      expected.put("INTERLEAVE_GPUS", "1,2");
      expected.put("INTERLEAVE_TASK", "7.3");
      expected.put("CUDA_VISIBLE_DEVICES", "1,2");
      expected.put("ROCR_VISIBLE_DEVICES", "1,2");
      expected.put("OMP_NUM_THREADS", "9");
      expected.put("OWN", "Train-2");
      assertThat(seen).containsAllEntriesOf(expected);
      assertThat(out.lines().reduce((a, b) -> b).orElse(""))
          .startsWith("2 Train 0 0 4 2 2 3 1.25 " + folder + "/run " + folder + "/run/work /")
          .contains("/bin/java ")
          .endsWith(" {index} {other}");
      assertThat(folder.resolve("run/work")).isDirectory();
    }
  }

  private static String words() {
    return "{index} {set} {iteration} {process} {tasks} {slots} {gpus} {attempt} {duration} {run}"
        + " {work} {java} {classpath} {{index}} {other}";
  }

  @Test
  void gpusThatATaskDoesNotHaveAreHidden() throws Exception {
    TaskSet set = LocalRun.shell("X", 0, "echo \"<${CUDA_VISIBLE_DEVICES-unset}>\"");
    try (LocalRun run = new LocalRun(folder, set)) {
      run.start(0, 0);
      run.events.end(0);
      assertThat(folder.resolve("run/output/X/0/0-1.out")).hasContent("<>");
    }
  }

  @Test
  void exitCodesAndReasonsAreReported() throws Exception {
    Files.writeString(folder.resolve("wrong"), "#!/no/such/interpreter\n");
    Files.writeString(folder.resolve("right"), "#!/bin/sh\nexit 0\n");
    assertThat(folder.resolve("wrong").toFile().setExecutable(true)).isTrue();
    assertThat(folder.resolve("right").toFile().setExecutable(true)).isTrue();
    TaskSet[] sets = {
      LocalRun.shell("Three", 0, "exit 3"),
      LocalRun.shell("Killed", 0, "kill -9 $$"),
      LocalRun.set("Wrong", 1, new Command.Argv(List.of("./wrong"))),
      LocalRun.set("Right", 1, new Command.Argv(List.of("./right"))),
      LocalRun.shell("Not found", 0, "no-such-program-2"),
    };
    try (LocalRun run = new LocalRun(folder, sets)) {
      run.startAll(0);
      Ended three = run.events.end(0);
      assertThat(three.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(three.exitCode()).isEqualTo(3);
      assertThat(three.why()).isEqualTo("exit code 3; see output/Three/0/0-1.err");
      Ended killed = run.events.end(1);
      assertThat(killed.exitCode()).isEqualTo(137);
      assertThat(killed.why())
          .isEqualTo("exit code 137 (128 + signal 9); see output/Killed/0/0-1.err");
      Ended wrong = run.events.end(2);
      assertThat(wrong.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(wrong.exitCode()).isEqualTo(-1);
      assertThat(wrong.why()).startsWith("can't be started: ").contains("./wrong");
      assertThat(run.events.end(3).end()).isEqualTo(TaskEnd.DONE);
      assertThat(run.events.end(4).exitCode()).isEqualTo(127);
    }
  }

  @Test
  void sleepingTasksSleepForTheirDurationWhateverTheLocale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try (LocalRun run = new LocalRun(folder, LocalRun.set("X", 3, new Command.Sleep()))) {
      run.start(0, 300_000);
      run.start(1, 0);
      run.start(2, 1);
      for (int task = 0; task < 3; task++) {
        assertThat(run.events.end(task).why()).isEmpty();
      }
      assertThat(run.events.end(0).micros() - run.events.start(0).micros())
          .isBetween(295_000L, 20_000_000L);
      assertThat(run.events.start(0).pid()).isPositive();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLoadIsEndedAtItsDurationAndIsThenDone() throws Exception {
    TaskSet set = LocalRun.set("X", 1, new Command.Stress());
    try (LocalRun run = new LocalRun(folder, set)) {
      run.start(0, 400_000, new Share(0, List.of(0, 1), List.of()));
      Ended end = run.events.end(0);
      assertThat(end.end()).isEqualTo(TaskEnd.DONE);
      assertThat(end.exitCode()).isZero();
      assertThat(end.why()).isEmpty();
      assertThat(end.micros() - run.events.start(0).micros()).isBetween(390_000L, 20_000_000L);
      assertThat(run.living()).isZero();
    }
  }

  @Test
  void aLoadThatEndsByItselfHasFailed() throws Exception {
    TaskSet set = LocalRun.set("X", 1, new Command.Stress());
    try (LocalRun run = new LocalRun(folder, set)) {
      run.start(0, 100_000_000);
      ProcessHandle.of(run.events.start(0).pid()).orElseThrow().destroyForcibly();
      Ended end = run.events.end(0);
      assertThat(end.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(end.exitCode()).isEqualTo(137);
    }
  }

  @Test
  void processesAreBoundToTheirSlotsWhereTheseAreReal() throws Exception {
    Machine machine = Machine.here();
    assumeThat(machine.cores()).hasSizeGreaterThan(1);
    assumeThat(Programs.exists("taskset")).isTrue();
    TaskSet set = LocalRun.shell("X", 0, "exec grep Cpus_allowed_list: /proc/self/status");
    Cluster two = Cluster.of("two", 2, 1, 0);
    try (LocalRun run = new LocalRun(folder.resolve("a"), two, set)) {
      run.start(0, 0, new Share(1, List.of(0), List.of()));
      assertThat(run.events.end(0).why()).isEmpty();
      List<Integer> cpus = machine.cores().get(1);
      assertThat(Files.readString(folder.resolve("a/run/output/X/0/0-1.out")).strip())
          .isEqualTo("Cpus_allowed_list:\t" + list(cpus));
    }
    try (LocalRun run = new LocalRun(folder.resolve("b"), two.asVirtual(), set)) {
      run.start(0, 0, new Share(1, List.of(0), List.of()));
      assertThat(run.events.end(0).why()).isEmpty();
      String own =
          Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8).stream()
              .filter(l -> l.startsWith("Cpus_allowed_list:"))
              .collect(Collectors.joining());
      assertThat(Files.readString(folder.resolve("b/run/output/X/0/0-1.out")).strip())
          .isEqualTo(own);
    }
  }

  private static String list(List<Integer> cpus) {
    int first = cpus.get(0);
    int last = cpus.get(cpus.size() - 1);
    return cpus.size() == 1
        ? "" + first
        : last - first == cpus.size() - 1
            ? first + "-" + last
            : cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Test
  void hundredsOfTasksRunAtOnce() throws Exception {
    int tasks = 400;
    TaskSet set = LocalRun.set("X", tasks, new Command.Sleep());
    try (LocalRun run = new LocalRun(folder, set)) {
      run.startAll(60_000_000);
      run.events.starts(tasks);
      assertThat(run.events.ended()).isZero();
      assertThat(run.living()).isEqualTo(tasks);
      for (int task = 0; task < tasks; task++) {
        run.backend.cancel(task);
      }
      run.events.ends(tasks);
      assertThat(run.living()).isZero();
      for (int task = 0; task < tasks; task++) {
        assertThat(run.events.end(task).end()).isEqualTo(TaskEnd.CANCELED);
      }
      assertThat(run.events.complaints()).isEmpty();
    }
  }

  @Test
  void settingsAreChecked() {
    Workflow workflow = Workflow.of("test", LocalRun.set("X", 1, new Command.Sleep()));
    Cluster cluster = Cluster.of("c", 1, 1, 0);
    assertThatThrownBy(() -> new LocalBackend.Setting("a b", folder, folder, workflow, cluster, 0))
        .hasMessageContaining("'a b'");
    assertThatThrownBy(
            () -> new LocalBackend.Setting("a", Path.of("x"), folder, workflow, cluster, 0))
        .hasMessageContaining("absolute");
    LocalBackend backend =
        LocalBackend.of(new LocalBackend.Setting("a", folder, folder, workflow, cluster, 0));
    assertThatThrownBy(() -> backend.cancel(0)).hasMessageContaining("not open");
    backend.close();
    backend.close();
  }
}
