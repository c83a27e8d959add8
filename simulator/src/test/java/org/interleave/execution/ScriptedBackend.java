package org.interleave.execution;

import java.util.HashMap;
import java.util.Map;
import org.interleave.Faults;
import org.interleave.RandomKey;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.scheduling.TaskEnd;

/** Lets tasks and nodes fail in virtual time when they fail in a simulation of the scenario. */
final class ScriptedBackend implements Backend {

  private static final long ATTEMPTS = 1 << 20;

  private final Workload workload;
  private final Faults faults;
  private final int nodes;
  private final VirtualTime time;
  private final Map<Integer, Integer> launchOfTask = new HashMap<>();
  private final Map<Integer, Integer> failuresOfTask = new HashMap<>();
  private Backend.Events events = new Inbox();

  ScriptedBackend(Scenario scenario, VirtualTime time) {
    this.workload = scenario.workload();
    this.faults = scenario.faults();
    this.nodes = scenario.cluster().nodeCount();
    this.time = time;
  }

  @Override
  public String label() {
    return "scripted";
  }

  @Override
  public void open(Clock clock, Events to) {
    this.events = to;
    for (int n = 0; n < nodes && faults.nodeMtbfMicros() > 0; n++) {
      failLater(n, 0);
    }
  }

  private void failLater(int node, int failure) {
    double u = key("times up of node", node).uniform(failure);
    long up = Math.max(1, (long) Math.rint(-faults.nodeMtbfMicros() * Math.log(u)));
    time.at(
        time.micros() + up,
        () -> {
          events.nodeDown(node);
          time.at(
              time.micros() + Math.max(1, faults.nodeRepairMicros()),
              () -> {
                events.nodeUp(node);
                failLater(node, failure + 1);
              });
        });
  }

  @Override
  public void start(TaskLaunch launch) {
    int task = launch.task();
    String set = launch.set().set().name();
    int attempt = failuresOfTask.getOrDefault(task, 0) + 1;
    long place = launch.index() * ATTEMPTS + attempt;
    int iteration = launch.set().iteration();
    boolean fails =
        key("failure of set " + set, iteration).uniform(place) < faults.probability(set);
    double share = key("moment of failure of set " + set, iteration).uniform(place);
    long executes =
        fails ? (long) Math.ceil(launch.durationMicros() * share) : launch.durationMicros();
    launchOfTask.put(task, launch.launch());
    events.started(task, launch.launch(), 0, time.micros());
    time.at(
        time.micros() + executes,
        () -> {
          if (launchOfTask.remove(task, launch.launch())) {
            failuresOfTask.merge(task, fails ? 1 : 0, Integer::sum);
            TaskEnd end = fails ? TaskEnd.FAILED : TaskEnd.DONE;
            events.ended(task, launch.launch(), end, fails ? 1 : 0, "", time.micros());
          }
        });
  }

  @Override
  public void cancel(int task) {
    Integer launch = launchOfTask.remove(task);
    if (launch != null) {
      events.ended(task, launch, TaskEnd.CANCELED, -1, "", time.micros());
    }
  }

  private RandomKey key(String purpose, int number) {
    return RandomKey.of(workload.seed(), workload.replication(), purpose, number);
  }

  @Override
  public void close() {}
}
