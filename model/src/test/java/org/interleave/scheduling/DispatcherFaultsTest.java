package org.interleave.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/**
 * Random workflows whose tasks fail and whose nodes go down and come back at any time. The test
 * keeps its own account of nodes, dependencies and attempts, and holds the dispatcher to it.
 */
class DispatcherFaultsTest {

  private static final long SEED = 1789;
  private static final int RUNS = 1_000;

  @Test
  void doesTheDispatcherKeepItsAccountsWhateverFails() {
    int lost = 0;
    int failed = 0;
    int incomplete = 0;
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      Run run = new Run(seed);
      run.toTheEnd();
      lost += run.losses;
      failed += run.failures;
      incomplete += run.dispatcher.complete() ? 0 : 1;
    }
    // The runs went through what they are meant to go through.
    assertThat(lost).isGreaterThan(RUNS);
    assertThat(failed).isGreaterThan(RUNS);
    assertThat(incomplete).isBetween(RUNS / 20, RUNS / 2);
  }

  private enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }

  private static final class Run implements Dispatcher.Engine {
    private final String name;
    private final SplittableRandom random;
    private final WorkflowGraph graph;
    private final Plan plan;
    private final StandardPolicy policy;
    private final int retries;
    private final Dispatcher dispatcher;

    private final int[][] free; // of each node: slots and GPUs
    private final boolean[] down;
    private final State[] states;
    private final boolean[] released;
    private final int[] failedAttempts;
    private final int[][] nodes;
    private final List<Integer> eligible = new ArrayList<>();
    private int losses;
    private int failures;
    private long now;

    Run(long seed) {
      this.random = new SplittableRandom(seed);
      this.graph = WorkflowGraph.of(workflow());
      this.name = "seed " + seed + ": " + graph.workflow();
      this.plan = Plan.asynchronous(graph);
      Cluster cluster = Cluster.of("nodes", 2 + random.nextInt(3), 4, 2);
      Placement[] placements = {Placement.NEXT_FIT, Placement.FIRST_FIT, Placement.BEST_FIT};
      this.policy =
          new StandardPolicy(
              Order.values()[random.nextInt(Order.values().length)],
              random.nextInt(3) == 0 ? Fit.STRICT : Fit.SKIP,
              placements[random.nextInt(placements.length)]);
      this.retries = random.nextInt(4);
      this.dispatcher =
          new Dispatcher(
              plan, cluster, policy, new FailurePolicy(retries, OnFailure.CONTINUE), this);
      this.free = new int[cluster.nodeCount()][];
      Arrays.setAll(free, n -> new int[] {4, 2});
      this.down = new boolean[free.length];
      this.states = new State[graph.taskCount()];
      Arrays.fill(states, State.WAITING);
      this.released = new boolean[graph.instances().size()];
      this.failedAttempts = new int[states.length];
      this.nodes = new int[states.length][];
    }

    private Workflow workflow() {
      int sets = 1 + random.nextInt(5);
      int tasks = 1 + random.nextInt(5);
      boolean alike = random.nextBoolean();
      List<TaskSet> all = new ArrayList<>();
      for (int s = 0; s < sets; s++) {
        int own = alike ? tasks : 1 + random.nextInt(5);
        List<Dependency> after = new ArrayList<>();
        for (int before = 0; before < s; before++) {
          if (random.nextInt(3) == 0) {
            boolean matched = all.get(before).tasks() == own && random.nextBoolean();
            after.add(new Dependency("S" + before, false, matched ? Match.INDEX : Match.ALL));
          }
        }
        int slots = random.nextInt(4);
        Resources r =
            new Resources(1 + random.nextInt(2), slots, slots == 0 ? 1 : random.nextInt(2), 0);
        Duration time = Duration.ofSeconds(1 + random.nextInt(3));
        all.add(new TaskSet("S" + s, own, r, time, after, new Command.Sleep()));
      }
      return new Workflow("faults", 1 + random.nextInt(2), all, List.of(), List.of());
    }

    void toTheEnd() {
      dispatcher.begin(0);
      dispatch();
      for (int calm = 0; calm < 3; now++) {
        int[] running = tasks(State.RUNNING);
        boolean trouble = now < 200;
        if (trouble && random.nextInt(8) == 0) {
          takeDown(random.nextInt(free.length));
        } else if (random.nextInt(4) == 0 || !trouble) {
          bringUp();
        } else if (running.length > 0) {
          end(running[random.nextInt(running.length)], trouble);
        }
        for (int task : trouble ? new int[0] : tasks(State.RUNNING)) {
          end(task, false);
        }
        boolean gap = trouble && random.nextInt(3) == 0;
        while (!eligible.isEmpty() && !gap) {
          release(eligible.remove(random.nextInt(eligible.size())));
        }
        dispatch();
        boolean idle = tasks(State.RUNNING).length == 0 && eligible.isEmpty();
        calm = idle && !trouble ? calm + 1 : 0;
      }
      checkEnd();
    }

    private void dispatch() {
      dispatcher.dispatch(now);
      assertThat(dispatcher.runningTasks()).as(name).isEqualTo(tasks(State.RUNNING).length);
      assertThat(dispatcher.doneTasks()).as(name).isEqualTo(tasks(State.DONE).length);
      assertThat(dispatcher.failedTasks()).as(name).isEqualTo(tasks(State.FAILED).length);
      if (policy.fit() == Fit.SKIP) {
        for (int task : tasks(State.WAITING)) {
          check(!isReady(task) || !fits(resources(task)), "an idle slot for task " + task);
        }
      }
    }

    private void takeDown(int node) {
      int[] affected =
          Arrays.stream(tasks(State.RUNNING))
              .filter(t -> Arrays.stream(nodes[t]).anyMatch(n -> n == node))
              .toArray();
      assertThat(dispatcher.nodeDown(node)).as(name).containsExactly(affected);
      down[node] = true;
      for (int task : affected) {
        losses++;
        giveBack(task);
        states[task] = State.WAITING;
        dispatcher.ended(task, TaskEnd.LOST, now);
      }
    }

    private void bringUp() {
      for (int node = 0; node < down.length; node++) {
        if (down[node]) {
          down[node] = false;
          dispatcher.nodeUp(node);
        }
      }
    }

    private void end(int task, boolean trouble) {
      giveBack(task);
      if (trouble && random.nextInt(5) == 0) {
        failures++;
        states[task] = ++failedAttempts[task] > retries ? State.FAILED : State.WAITING;
        dispatcher.ended(task, TaskEnd.FAILED, now);
      } else {
        states[task] = State.DONE;
        dispatcher.ended(task, TaskEnd.DONE, now);
      }
      assertThat(dispatcher.node(task)).as(name).isNegative();
    }

    private void release(int group) {
      released[group] = true;
      dispatcher.release(group, now);
    }

    @Override
    public void eligible(int group, long nowMicros) {
      assertThat(nowMicros).as(name).isEqualTo(now);
      for (int before : graph.predecessors(group)) {
        check(isDone(graph.instance(before)), "group " + group + " is eligible too early");
      }
      check(!released[group] && !eligible.contains(group), "group " + group + " again");
      eligible.add(group);
    }

    @Override
    public void launch(int task, int attempt, long readyMicros, long nowMicros) {
      check(states[task] == State.WAITING, "task " + task + " starts twice");
      check(isReady(task), "task " + task + " starts too early");
      check(attempt == failedAttempts[task] + 1, "attempt " + attempt + " of task " + task);
      check(readyMicros <= now && nowMicros == now, "instants of task " + task);
      states[task] = State.RUNNING;
      nodes[task] = dispatcher.nodes(task);
      Resources r = resources(task);
      check(nodes[task].length == r.processes(), "processes of task " + task);
      for (int node : nodes[task]) {
        free[node][0] -= r.slots();
        free[node][1] -= r.gpus();
        check(!down[node], "task " + task + " starts on node " + node + ", which is down");
        check(free[node][0] >= 0 && free[node][1] >= 0, "node " + node + " is overfull");
      }
    }

    private void giveBack(int task) {
      Resources r = resources(task);
      for (int node : nodes[task]) {
        free[node][0] += r.slots();
        free[node][1] += r.gpus();
      }
    }

    private void checkEnd() {
      check(tasks(State.RUNNING).length == 0, "something runs");
      for (int task : tasks(State.WAITING)) {
        check(!isReady(task), "task " + task + " is ready and never started");
      }
      assertThat(dispatcher.complete())
          .as(name)
          .isEqualTo(tasks(State.DONE).length == states.length);
      boolean none = tasks(State.FAILED).length == 0;
      check(!none || dispatcher.complete(), "nothing has failed, but tasks are missing");
    }

    private boolean isReady(int task) {
      SetInstance set = graph.instanceOf(task);
      int index = task - set.firstTask();
      return released[set.id()]
          && Arrays.stream(graph.predecessors(set.id()))
              .allMatch(before -> isDone(graph.instance(before)))
          && Arrays.stream(graph.indexPredecessors(set.id()))
              .allMatch(before -> states[graph.instance(before).firstTask() + index] == State.DONE);
    }

    private boolean isDone(SetInstance set) {
      return IntStream.range(set.firstTask(), set.endTask()).allMatch(t -> states[t] == State.DONE);
    }

    private boolean fits(Resources r) {
      int processes = 0;
      for (int node = 0; node < free.length; node++) {
        int here = r.slots() > 0 ? free[node][0] / r.slots() : Integer.MAX_VALUE;
        here = r.gpus() > 0 ? Math.min(here, free[node][1] / r.gpus()) : here;
        processes += down[node] ? 0 : here;
      }
      return processes >= r.processes();
    }

    private Resources resources(int task) {
      return graph.instanceOf(task).set().resources();
    }

    private int[] tasks(State state) {
      return IntStream.range(0, states.length).filter(t -> states[t] == state).toArray();
    }

    private void check(boolean holds, String otherwise) {
      if (!holds) {
        assertThat(holds).as(otherwise + " at " + now + ", " + name).isTrue();
      }
    }
  }
}
