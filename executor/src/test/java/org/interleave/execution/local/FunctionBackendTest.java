package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.interleave.cluster.Share;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.Recorder.Ended;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FunctionBackendTest {
  private static final List<Share> SHARES = List.of(new Share(2, List.of(0, 1), List.of(3)));

  private final Recorder events = new Recorder();

  private static TaskLaunch launch(int task, TaskSet set) {
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", set));
    return new TaskLaunch(task, 1, graph.instanceOf(task), 1500, SHARES);
  }

  private FunctionBackend open(TaskFunction function) {
    FunctionBackend backend = FunctionBackend.of(Map.of("X", function));
    backend.open(events.clock(), events);
    return backend;
  }

  @Test
  void aFunctionIsToldItsTask() throws Exception {
    AtomicReference<TaskContext> seen = new AtomicReference<>();
    try (FunctionBackend backend = open(seen::set)) {
      backend.start(launch(3, LocalRun.set("X", 5, new Command.Sleep())));
      Ended end = events.end(3);
      assertThat(end.end()).isEqualTo(TaskEnd.DONE);
      assertThat(end.exitCode()).isZero();
      assertThat(events.start(3).pid()).isZero();
      assertThat(end.micros()).isGreaterThanOrEqualTo(events.start(3).micros());
      assertThat(seen.get()).isEqualTo(new TaskContext("X", 0, 3, 1, 1500, SHARES));
    }
  }

  @Test
  void anExceptionIsAFailure() throws Exception {
    TaskFunction function =
        task -> {
          switch (task.index()) {
            case 0 -> throw new java.io.IOException("no disk");
            case 1 -> throw new StackOverflowError();
            default -> {}
          }
        };
    TaskSet set = LocalRun.set("X", 3, new Command.Sleep());
    try (FunctionBackend backend = open(function)) {
      for (int task = 0; task < 3; task++) {
        backend.start(launch(task, set));
      }
      assertThat(events.end(0).end()).isEqualTo(TaskEnd.FAILED);
      assertThat(events.end(0).why()).isEqualTo("no disk");
      assertThat(events.end(0).exitCode()).isEqualTo(-1);
      assertThat(events.end(1).why()).isEqualTo("StackOverflowError");
      assertThat(events.end(2).end()).isEqualTo(TaskEnd.DONE);
      backend.start(launch(0, LocalRun.set("Y", 1, new Command.Sleep())));
    }
  }

  @Test
  void aSetWithoutAFunctionFails() throws Exception {
    try (FunctionBackend backend = open(task -> {})) {
      backend.start(launch(0, LocalRun.set("Y", 1, new Command.Sleep())));
      assertThat(events.end(0).end()).isEqualTo(TaskEnd.FAILED);
      assertThat(events.end(0).why()).contains("'Y' has no function");
    }
  }

  @Test
  void cancelingAndTimeoutsInterrupt() throws Exception {
    try (FunctionBackend backend = open(task -> TimeUnit.SECONDS.sleep(1000))) {
      backend.start(launch(0, LocalRun.set("X", 1, new Command.Sleep())));
      backend.start(launch(1, LocalRun.set("X", 2, 0.2, new Command.Sleep())));
      events.start(0);
      backend.cancel(0);
      backend.cancel(17);
      assertThat(events.end(0).end()).isEqualTo(TaskEnd.CANCELED);
      Ended late = events.end(1);
      assertThat(late.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(late.why()).isEqualTo("ended after its timeout of 0.2 s");
      assertThat(late.micros() - events.start(1).micros()).isGreaterThanOrEqualTo(190_000);
    }
    assertThat(events.complaints()).isEmpty();
  }

  @Test
  void closingEndsWhatRunsAndNothingStartsAfterwards() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    FunctionBackend backend = open(task -> forever.await());
    TaskSet set = LocalRun.set("X", 20, new Command.Sleep());
    try (backend) {
      for (int task = 0; task < 10; task++) {
        backend.start(launch(task, set));
      }
    }
    assertThat(events.ended()).isEqualTo(10);
    backend.start(launch(10, set));
    assertThat(events.end(10).end()).isEqualTo(TaskEnd.CANCELED);
    assertThat(events.hasStarted(10)).isFalse();
    backend.close();
    assertThat(events.complaints()).isEmpty();
  }

  @Test
  void anInterruptThatComesLateIsNotTheNextTasks() throws Exception {
    AtomicInteger interrupted = new AtomicInteger();
    TaskFunction function =
        task -> {
          if (task.index() % 2 == 1 && Thread.currentThread().isInterrupted()) {
            interrupted.incrementAndGet();
          }
        };
    int tasks = 2000;
    TaskSet set = LocalRun.set("X", tasks, new Command.Sleep());
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", set));
    try (FunctionBackend backend = open(function)) {
      long start = System.nanoTime();
      for (int task = 0; task < tasks; task++) {
        backend.start(new TaskLaunch(task, 1, graph.instanceOf(task), 0, SHARES));
        if (task % 2 == 0) {
          backend.cancel(task);
        }
      }
      events.ends(tasks);
      long took = System.nanoTime() - start;
      System.out.println("functions a second: " + tasks * 1_000_000_000L / took);
      for (int task = 1; task < tasks; task += 2) {
        assertThat(events.end(task).end()).isEqualTo(TaskEnd.DONE);
      }
      assertThat(interrupted.get()).isZero();
    }
    assertThat(events.complaints()).isEmpty();
  }
}
