package org.interleave.sweep;

import java.util.List;
import org.interleave.spec.SweepAxis;

/** Every combination of levels; the last axis varies fastest. */
final class Grid implements Points.Design {

  private final long[] stride;
  private final int[] levels;
  private final long count;

  Grid(List<SweepAxis> axes) {
    levels = axes.stream().mapToInt(SweepAxis::levels).toArray();
    stride = new long[levels.length];
    long product = 1;
    for (int a = levels.length - 1; a >= 0; a--) {
      stride[a] = product;
      // Beyond any limit it may stop growing.
      product = product > Long.MAX_VALUE / levels[a] ? Long.MAX_VALUE : product * levels[a];
    }
    count = product;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public String value(long point, int axis, SweepAxis.Values values) {
    return values.level((int) (point / stride[axis] % levels[axis]));
  }
}
