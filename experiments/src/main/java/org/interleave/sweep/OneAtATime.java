package org.interleave.sweep;

import org.interleave.spec.SweepAxis;

/**
 * The middle of all axes, then each axis at its lower and upper end with the others in the middle.
 */
final class OneAtATime implements Points.Design {

  private static final double MIDDLE = 0.5;

  private final int axes;

  OneAtATime(int axes) {
    this.axes = axes;
  }

  @Override
  public long count() {
    return 1 + 2L * axes;
  }

  @Override
  public String value(long point, int axis, SweepAxis.Values values) {
    if (point == 0 || (point - 1) / 2 != axis) {
      return values.at(MIDDLE);
    }
    return values.at((point - 1) % 2 == 0 ? 0 : 1);
  }
}
