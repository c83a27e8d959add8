package org.interleave.calibration;

import java.util.Arrays;
import java.util.List;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.OverheadsBuilder;
import org.interleave.workflow.WorkflowGraph;

/** What one constant may stand for, where runs tell no more than their makespans. */
public enum Lump {
  /** Once a run, before its first task. */
  BOOTSTRAP("bootstrap", "once a run"),
  /** Before whatever waits for others, a task set or in sequence a stage. */
  SET_GAP("set-gap", "whenever tasks have waited for others"),
  /** A launcher that starts one task after the other. */
  LAUNCH("launch", "for each task, one after the other");

  private final String label;
  private final String where;

  Lump(String label, String where) {
    this.label = label;
    this.where = where;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Lump::label).toList();
  }

  /** Where it is spent. */
  public String where() {
    return where;
  }

  /** How often a run may spend it, at most. */
  int times(WorkflowGraph graph) {
    return switch (this) {
      case BOOTSTRAP -> 1;
      case SET_GAP -> graph.instances().size();
      case LAUNCH -> graph.taskCount();
    };
  }

  /** Overheads of nothing else. */
  Overheads overheads(String name, double seconds) {
    OverheadTime time = OverheadTime.ofMicros(Math.round(seconds * 1e6));
    OverheadsBuilder only = Overheads.NONE.but().name(name);
    return switch (this) {
      case BOOTSTRAP -> only.bootstrap(time).build();
      // Stages too: a gap that only asynchronous runs had would be taken for a loss by them.
      case SET_GAP -> only.stageGap(time).setGap(time).build();
      case LAUNCH -> only.launchesPerSecond(seconds > 0 ? Math.min(1e9, 1 / seconds) : 0).build();
    };
  }
}
