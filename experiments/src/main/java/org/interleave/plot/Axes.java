package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;

/** Axes from 0, with round numbers at sensible distances. */
final class Axes {

  /** A time axis goes on for a little after the end, to show that it is one. */
  static final double BEYOND_END = 1.03;

  private static final int MOST_TICKS = 8;

  /** Steps closer than half a pixel are drawn as their mean. */
  private static final int CELLS_PER_PIXEL = 2;

  private static final double PIXELS_PER_TICK = 16;
  private static final List<BigDecimal> ROUND =
      List.of(
          BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(2.5), BigDecimal.valueOf(5));

  private Axes() {}

  /** An axis of seconds on {@code pixels} pixels, whose labels do not touch. */
  static NumberAxis time(double end, double pixels) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    int ticks = MOST_TICKS + 1;
    NumberAxis axis;
    double needed;
    do {
      ticks--;
      axis = axis(end, step(end, ticks, false));
      double widest = Text.width(label(axis, end), font);
      needed = (widest + Text.TICK_SIZE) * end / axis.getTickUnit().getSize();
    } while (needed > pixels && ticks > 1);
    return axis;
  }

  /** An axis of whole amounts on {@code pixels} pixels. */
  static NumberAxis amount(double end, double pixels) {
    int ticks = (int) Math.max(1, Math.min(MOST_TICKS, pixels / PIXELS_PER_TICK));
    return axis(end, step(end, ticks, true));
  }

  /** An axis of amounts that need not be whole on {@code pixels} pixels. */
  static NumberAxis rate(double end, double pixels) {
    int ticks = (int) Math.max(1, Math.min(MOST_TICKS, pixels / PIXELS_PER_TICK));
    return axis(end, step(end, ticks, false));
  }

  /** The smallest round number of which no more than {@code most} fit into {@code range}. */
  static BigDecimal bin(double range, int most) {
    return step(range, most, false);
  }

  /** Into how many cells a frame is divided; what happens within one of them, nobody can see. */
  static int cells(double pixels) {
    return Math.max(1, (int) (pixels * CELLS_PER_PIXEL));
  }

  /** Where the ticks of an axis are. */
  static double[] ticks(NumberAxis axis) {
    double step = axis.getTickUnit().getSize();
    return IntStream.rangeClosed(0, (int) (axis.getUpperBound() / step + 1e-9))
        .mapToDouble(i -> i * step)
        .toArray();
  }

  static String label(NumberAxis axis, double value) {
    return value == 0 ? "0" : axis.getTickUnit().valueToString(value);
  }

  /** The width of the widest label at a tick. */
  static double labelWidth(NumberAxis axis) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    return Arrays.stream(ticks(axis)).map(t -> Text.width(label(axis, t), font)).max().orElse(0);
  }

  private static NumberAxis axis(double end, BigDecimal step) {
    DecimalFormat format = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    int decimals = Math.max(0, step.stripTrailingZeros().scale());
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    NumberAxis axis = new NumberAxis();
    axis.setRange(0, end);
    axis.setTickUnit(new NumberTickUnit(step.doubleValue(), format));
    axis.setTickLabelsVisible(false);
    axis.setAxisLineVisible(false);
    axis.setTickMarkPaint(Palette.AXIS);
    axis.setTickMarkStroke(new BasicStroke(0.6f));
    axis.setTickMarkOutsideLength(3);
    return axis;
  }

  /** The smallest round step of which no more than {@code ticks} fit into {@code range}. */
  private static BigDecimal step(double range, int ticks, boolean whole) {
    int exponent = (int) Math.floor(Math.log10(range / ticks));
    for (int e = whole ? Math.max(0, exponent) : exponent; ; e++) {
      for (BigDecimal mantissa : ROUND) {
        BigDecimal step = mantissa.scaleByPowerOfTen(e).stripTrailingZeros();
        if (step.doubleValue() * ticks >= range && !(whole && step.scale() > 0)) {
          return step;
        }
      }
    }
  }
}
