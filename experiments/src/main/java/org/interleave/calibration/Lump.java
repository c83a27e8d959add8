package org.interleave.calibration;

import java.util.Arrays;
import java.util.List;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.OverheadsBuilder;

/** What one constant may stand for, where runs tell no more than their makespans. */
public enum Lump {
  /** Once a run, before its first task. */
  BOOTSTRAP("bootstrap", "once a run"),
  /** Before each task set that waits for another one. */
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

  /** Overheads of nothing else. */
  Overheads overheads(String name, double seconds) {
    OverheadTime time = OverheadTime.ofMicros(Math.round(seconds * 1e6));
    OverheadsBuilder only = Overheads.NONE.but().name(name);
    return switch (this) {
      case BOOTSTRAP -> only.bootstrap(time).build();
      case SET_GAP -> only.setGap(time).build();
      case LAUNCH -> only.launchesPerSecond(seconds > 0 ? Math.min(1e9, 1 / seconds) : 0).build();
    };
  }
}
