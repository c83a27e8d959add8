package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.cluster.Share;
import org.interleave.execution.local.Recorder.Ended;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTasksTest {
  /** Far above what it takes, for machines that are busy with other things. */
  private static final long SLACK_MICROS = 15_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hangs              | sleep 1000
          ignores TERM       | trap '' TERM; while :; do sleep 1000; done
          forks              | sleep 1000 & sleep 1000 & wait
          forks and ignores  | trap '' TERM; (sleep 1000) & (sleep 1000) & wait; wait; sleep 1000
          leaves its session | setsid sh -c 'sleep 1000 & sleep 1000' & sleep 1000
          double forks       | (setsid sh -c 'trap "" TERM; (sleep 1000 &) ; sleep 1000' &) ; sleep 1000
          drops its environment | env -i sh -c 'trap "" TERM; sleep 1000' & exec env -i sleep 1000
          floods             | (yes >&2) & exec yes
          stops itself       | kill -STOP $$
          """)
  void whatDoesNotEndIsEnded(String what, String script) throws Exception {
    try (LocalRun run = new LocalRun(folder, LocalRun.shell("X", 0.7, script))) {
      run.start(0, 0);
      Ended end = run.events.end(0);
      long took = end.micros() - run.events.start(0).micros();
      System.out.println(what + ": " + took / 1000 + " ms, of which 700 are its timeout");
      assertThat(end.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(end.why()).isEqualTo("ended after its timeout of 0.7 s");
      assertThat(end.exitCode()).isIn(137, 143);
      assertThat(took).isBetween(700_000L - 50_000, 700_000 + SLACK_MICROS);
      assertThat(run.living()).as("processes left when its end is reported").isZero();
      assertThat(run.events.complaints()).isEmpty();
    }
  }

  @Test
  void floodsGoToFilesAndNotIntoMemory() throws Exception {
    String script = "head -c 300000000 /dev/zero; exit 3";
    try (LocalRun run = new LocalRun(folder, LocalRun.shell("X", 0, script))) {
      System.gc();
      long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      run.start(0, 0);
      Ended end = run.events.end(0);
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before;
      assertThat(end.why()).isEqualTo("exit code 3; see output/X/0/0-1.err");
      assertThat(Files.size(folder.resolve("run/output/X/0/0-1.out"))).isEqualTo(300_000_000);
      assertThat(used).isLessThan(100_000_000);
    }
  }

  @Test
  void whatATaskLeavesBehindIsSweptUp() throws Exception {
    TaskSet polite = LocalRun.shell("A", 0, "setsid sleep 1000 & sleep 1000 & exit 0");
    TaskSet rude =
        LocalRun.shell("B", 0, "(setsid sh -c 'trap \"\" TERM; sleep 1000; sleep 1000' &)");
    TaskSet bare = LocalRun.shell("C", 0, "env -i sleep 1000 & echo $!");
    TaskSet running = LocalRun.shell("D", 0, "setsid sleep 1000 & exec sleep 1000");
    try (LocalRun run = new LocalRun(folder, polite, rude, bare, running)) {
      run.start(3, 0);
      run.events.start(3);
      for (int task = 0; task < 3; task++) {
        run.start(task, 0);
        assertThat(run.events.end(task).end()).isEqualTo(TaskEnd.DONE);
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (run.living() > 2 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(run.living()).as("those of the task that still runs").isEqualTo(2);
      assertThat(run.events.hasEnded(3)).isFalse();
      String bareId = Files.readString(folder.resolve("run/output/C/0/0-1.out")).strip();
      ProcessHandle left = ProcessHandle.of(Long.parseLong(bareId)).orElse(null);
      while (left != null && left.isAlive() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(left == null || !left.isAlive()).as("found by its session").isTrue();
    }
  }

  @Test
  void closingLeavesNothing() throws Exception {
    TaskSet set =
        LocalRun.set(
            "X",
            20,
            new Command.Argv(
                List.of("sh", "-c", "trap '' TERM; setsid sleep 1000 & sleep 1000; sleep 1000")));
    LocalRun run = new LocalRun(folder, set);
    try (run) {
      run.startAll(0);
      run.events.starts(20);
    }
    assertThat(run.events.ended()).isEqualTo(20);
    for (int task = 0; task < 20; task++) {
      assertThat(run.events.end(task).end()).isEqualTo(TaskEnd.CANCELED);
    }
    assertThat(run.living()).isZero();
    assertThat(run.events.complaints()).isEmpty();
    run.close();
    run.backend.start(run.launch(0, 0));
    assertThat(run.events.complaints()).containsExactly("task 0 ended twice");
  }

  @Test
  void aCanceledTaskEndsPolitelyAndIsReportedSo() throws Exception {
    TaskSet set =
        LocalRun.shell(
            "X", 0, "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.02; done");
    try (LocalRun run = new LocalRun(folder, set)) {
      run.start(0, 0);
      Path out = folder.resolve("run/output/X/0/0-1.out");
      run.events.start(0);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!Files.readString(out).contains("up") && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      run.backend.cancel(0);
      Ended end = run.events.end(0);
      assertThat(end.end()).isEqualTo(TaskEnd.CANCELED);
      assertThat(end.exitCode()).isZero();
      assertThat(Files.readString(out)).isEqualTo("up\nbye\n");
      run.backend.cancel(0);
      assertThat(run.events.complaints()).isEmpty();
    }
  }

  @Test
  void whatWaitsToBeStartedAndIsCanceledNeverStarts() throws Exception {
    int tasks = 300;
    TaskSet set = LocalRun.set("X", tasks, new Command.Argv(List.of("touch", "ran-{index}")));
    try (LocalRun run = new LocalRun(folder, set)) {
      run.startAll(0);
      run.backend.cancel(tasks - 1);
      Ended end = run.events.end(tasks - 1);
      run.events.ends(tasks);
      assertThat(end.end()).isEqualTo(TaskEnd.CANCELED);
      assertThat(end.exitCode()).isEqualTo(-1);
      assertThat(run.events.hasStarted(tasks - 1)).isFalse();
      assertThat(folder.resolve("ran-" + (tasks - 2))).exists();
      assertThat(folder.resolve("ran-" + (tasks - 1))).doesNotExist();
    }
  }

  @Test
  void theProcessesOfATaskEndTogether() throws Exception {
    String show = "echo $INTERLEAVE_PROCESS/$INTERLEAVE_NODE/$INTERLEAVE_SLOTS/{process}/{slots}";
    TaskSet good = LocalRun.shell("Good", 0, show);
    TaskSet bad = LocalRun.shell("Bad", 0, "test {process} = 1 && exit 5; sleep 1000");
    Share[] shares = {
      new Share(0, List.of(0), List.of()),
      new Share(3, List.of(1, 2), List.of()),
      new Share(4, List.of(), List.of(2))
    };
    try (LocalRun run = new LocalRun(folder, good, bad)) {
      run.start(0, 0, shares);
      run.start(1, 0, shares);
      assertThat(run.events.end(0).end()).isEqualTo(TaskEnd.DONE);
      Path output = folder.resolve("run/output/Good/0");
      assertThat(output.resolve("0-1-0.out")).hasContent("0/0/0/0/1");
      assertThat(output.resolve("0-1-1.out")).hasContent("1/3/1,2/1/2");
      assertThat(output.resolve("0-1-2.out")).hasContent("2/4//2/0");
      Ended end = run.events.end(1);
      assertThat(end.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(end.exitCode()).isEqualTo(5);
      assertThat(end.why()).isEqualTo("process 1: exit code 5; see output/Bad/0/0-1-1.err");
      assertThat(run.living()).isZero();
      assertThat(run.events.complaints()).isEmpty();
    }
  }
}
