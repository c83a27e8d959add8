package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledBackendTest {

  @TempDir private Path folder;

  @Test
  void aKilledProgramLeavesNoTaskBehind() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            ManyChildren.class.getName(),
            folder.toString(),
            "40");
    Process program = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String id;
    try (BufferedReader out = program.inputReader()) {
      id = out.readLine();
      assertThat(id).isNotNull();
      assertThat(LocalRun.living(id)).isGreaterThanOrEqualTo(40);
    } finally {
      program.destroyForcibly().waitFor();
    }
    long killed = System.nanoTime();
    long deadline = killed + TimeUnit.SECONDS.toNanos(30);
    while (LocalRun.living(id) > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    System.out.println("all gone after " + (System.nanoTime() - killed) / 1_000_000 + " ms");
    assertThat(LocalRun.living(id)).isZero();
    TimeUnit.MILLISECONDS.sleep(300);
    assertThat(LocalRun.living(id)).isZero();
  }

  @Test
  void leftoversAreClearedOnRequest() throws Exception {
    TaskSet set = LocalRun.set("X", 1, new Command.Argv(List.of("sleep", "1000")));
    try (LocalRun run = new LocalRun(folder, set)) {
      run.start(0, 0);
      run.events.start(0);
      Warden.clear(run.id + "0");
      assertThat(run.living()).as("another run's are spared").isEqualTo(1);
      Warden.clear(run.id);
      assertThat(run.living()).isZero();
      assertThat(run.events.end(0).exitCode()).isEqualTo(137);
    }
  }

  @Test
  void aWardenThatIsStillLookingIsNoDangerToWhatIsStartedNext() throws Exception {
    String id = "test-" + ProcessHandle.current().pid() + "-late";
    Warden late = Warden.of(id);
    Warden others = Warden.of(id + "r");
    Warden.clear(id);
    ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    builder.environment().put("INTERLEAVE_RUN", id);
    Process next = builder.start();
    try {
      late.close(); // it would kill now
      assertThat(next.isAlive()).isTrue();
      others.signal("TERM", List.of(next.pid()));
      assertThat(next.waitFor()).as("another run's warden is spared").isEqualTo(143);
    } finally {
      next.destroyForcibly().waitFor();
      others.close();
    }
  }
}
