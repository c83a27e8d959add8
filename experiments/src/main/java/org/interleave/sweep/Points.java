package org.interleave.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;

/**
 * The points of a design, by number: none of them is held. Those that break a constraint are left
 * out, but keep their numbers.
 */
final class Points {

  /** Which coordinates a point has. */
  sealed interface Design permits Grid, Cube, OneAtATime {

    /** How many points there are. */
    long count();

    /** The value of an axis's parameter in a point. */
    String value(long point, int axis, SweepAxis.Values values);
  }

  private final Sweep sweep;
  private final Design design;

  private Points(Sweep sweep, Design design) {
    this.sweep = sweep;
    this.design = design;
  }

  static Points of(Sweep sweep) {
    return new Points(
        sweep,
        switch (sweep.design().kind()) {
          case GRID -> new Grid(sweep.axes());
          case TORNADO -> new OneAtATime(sweep.axes().size());
          default -> Cube.of(sweep);
        });
  }

  /** How many points the design has, those left out included. */
  long count() {
    return design.count();
  }

  /** What is set in a point, by path. */
  Map<String, String> at(long point) {
    Map<String, String> values = new LinkedHashMap<>();
    List<SweepAxis> axes = sweep.axes();
    for (int a = 0; a < axes.size(); a++) {
      for (SweepAxis.Parameter p : axes.get(a).parameters()) {
        values.put(p.path(), design.value(point, a, p.values()));
      }
    }
    return values;
  }

  /** Whether a point keeps all constraints. */
  boolean isWanted(Map<String, String> values) {
    return sweep.constraints().stream().allMatch(c -> c.holds(values));
  }
}
