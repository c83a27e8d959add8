package org.interleave.plot;

import java.awt.Paint;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;

/**
 * What the slots of a run were at, over time. Slots of a node are thought of as interchangeable:
 * those of a node that are in use at most at one time are warmed up one by one when they are first
 * needed, and cool down when they are needed no more. What is in none of the states was idle.
 */
final class SlotStates {

  /** A state, from the bottom of a stack to its top. */
  enum State {
    /** The task itself, as long as it was meant to take, or as long as it took. */
    COMMAND("exec cmd"),
    /** What a task took longer, and its release. */
    OVERHEAD("exec overhead"),
    /** Given to a task that had not started yet. */
    SCHEDULE("schedule"),
    /** Before anything was released. */
    BOOTSTRAP("bootstrap"),
    /** Not in use yet. */
    WARM_UP("warm-up"),
    /** In use no more. */
    COOL_DOWN("cool-down");

    final String label;

    State(String label) {
      this.label = label;
    }

    Paint fill(Palette palette) {
      return palette.fill(ordinal());
    }
  }

  private SlotStates() {}

  /**
   * The states over time.
   *
   * @param held what a process holds of the resource
   * @param capacity of the cluster
   */
  static Map<State, Steps> of(Trace trace, ToIntFunction<TaskRecord> held, int capacity) {
    Map<State, Changes> states = new EnumMap<>(State.class);
    for (State state : State.values()) {
      of(states, state);
    }
    long begin = Long.MAX_VALUE;
    Map<Integer, Changes> nodes = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      begin = Math.min(begin, Math.min(t.readyMicros(), t.dispatchedMicros()));
      long all = (long) held.applyAsInt(t) * t.nodes().size();
      long meant = t.requestedMicros();
      boolean known = meant > 0 && meant < t.endedMicros() - t.startedMicros();
      long done = known ? t.startedMicros() + meant : t.endedMicros();
      long freed = Math.max(t.endedMicros(), t.freedMicros());
      of(states, State.SCHEDULE).add(t.dispatchedMicros(), t.startedMicros(), all);
      of(states, State.COMMAND).add(t.startedMicros(), done, all);
      of(states, State.OVERHEAD).add(done, freed, all);
      for (int node : t.nodes()) {
        nodes
            .computeIfAbsent(node, k -> new Changes())
            .add(t.dispatchedMicros(), freed, held.applyAsInt(t));
      }
    }
    long end = trace.header().ttxMicros();
    if (begin == Long.MAX_VALUE) {
      begin = end;
    }
    of(states, State.BOOTSTRAP).add(0, begin, capacity);
    for (Changes node : nodes.values()) {
      addEnds(node.steps(), begin, end, states);
    }
    Map<State, Steps> steps = new EnumMap<>(State.class);
    states.forEach((state, changes) -> steps.put(state, changes.steps()));
    return steps;
  }

  private static Changes of(Map<State, Changes> states, State state) {
    return states.computeIfAbsent(state, s -> new Changes());
  }

  /** Adds what of a node is not in use yet, and what no more. */
  private static void addEnds(Steps use, long begin, long end, Map<State, Changes> states) {
    long used = 0;
    for (int i = 0; i < use.size(); i++) {
      if (use.level(i) > used) {
        of(states, State.WARM_UP).add(begin, use.instantMicros(i), use.level(i) - used);
        used = use.level(i);
      }
    }
    used = 0;
    for (int i = use.size() - 1; i >= 0; i--) {
      if (use.level(i) > used) {
        of(states, State.COOL_DOWN).add(use.instantMicros(i + 1), end, use.level(i) - used);
        used = use.level(i);
      }
    }
  }
}
