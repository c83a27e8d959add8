package org.interleave.page;

import java.util.Arrays;
import java.util.Locale;
import org.interleave.report.Format;
import org.interleave.report.Html;

/**
 * The distribution of some values in SVG, with their mean and its interval. Bars left of a limit
 * are pale, so that what is a loss shows as one.
 *
 * @param title what the values are
 * @param values one or more, finite
 * @param mean of all replications, those that are not among the values included
 * @param low the lower end of the mean's interval
 * @param high its upper end
 * @param unit behind numbers, such as {@code " s"}
 * @param decimals of numbers
 * @param paleBelow where pale bars end; negative infinity for none
 */
record Histogram(
    String title,
    double[] values,
    double mean,
    double low,
    double high,
    String unit,
    int decimals,
    double paleBelow) {

  private static final double WIDTH = 460;
  private static final double HEIGHT = 190;
  private static final double LEFT = 44;
  private static final double RIGHT = 30;
  private static final double TOP = 44;
  private static final double BOTTOM = 34;
  private static final int MOST_BINS = 40;
  private static final int TICKS = 4;

  /** A figure of it. */
  String html() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double least = Math.min(sorted[0], finite(low, sorted[0]));
    double most = Math.max(sorted[sorted.length - 1], finite(high, sorted[0]));
    if (paleBelow > Double.NEGATIVE_INFINITY && paleBelow < Double.POSITIVE_INFINITY) {
      boolean near = Math.max(least - paleBelow, paleBelow - most) < most - least;
      least = near ? Math.min(least, paleBelow) : least;
      most = near ? Math.max(most, paleBelow) : most;
    }
    int bins = (int) Math.max(5, Math.min(MOST_BINS, Math.ceil(Math.sqrt(sorted.length))));
    if (!(most - least > 1e-9 * Math.max(1, Math.abs(most)))) {
      bins = 5;
      double around = Math.max(1e-3, 0.01 * Math.abs(least));
      least -= around;
      most += around;
    }
    int[] counts = new int[bins];
    for (double v : sorted) {
      counts[Math.min(bins - 1, (int) ((v - least) / (most - least) * bins))]++;
    }
    return drawn(counts, least, most, sorted);
  }

  private String drawn(int[] counts, double least, double most, double[] sorted) {
    StringBuilder out = new StringBuilder();
    int highest = Arrays.stream(counts).max().orElse(1);
    String said = said(sorted);
    out.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"histogram\" viewBox=\"0 0 %s %s\" role=\"img\" tabindex=\"0\""
                + " aria-label=\"%s\">\n<title>%s</title>\n",
            n(WIDTH),
            n(HEIGHT),
            Html.escape(title + ": " + said),
            Html.escape(said)));
    text(out, "name", 4, 14, title);
    text(out, "", 4, 30, interval());
    double floor = HEIGHT - BOTTOM;
    double unitX = (WIDTH - LEFT - RIGHT) / (most - least);
    double wide = (WIDTH - LEFT - RIGHT) / counts.length;
    for (int b = 0; b < counts.length; b++) {
      double from = least + b * (most - least) / counts.length;
      double to = least + (b + 1) * (most - least) / counts.length;
      double tall = counts[b] * (floor - TOP) / highest;
      if (counts[b] > 0) {
        out.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n",
                (from + to) / 2 < paleBelow ? "pale" : "bin",
                n(LEFT + b * wide + 0.5),
                n(floor - tall),
                n(wide - 1),
                n(tall),
                Html.escape(counts[b] + " from " + number(from) + " to " + number(to) + unit)));
      }
    }
    line(out, "axis", LEFT, floor, WIDTH - RIGHT, floor);
    text(out, "count", LEFT - 6, TOP + 4, Integer.toString(highest));
    text(out, "count", LEFT - 6, floor, "0");
    for (int t = 0; t <= TICKS; t++) {
      double value = least + t * (most - least) / TICKS;
      double x = LEFT + (value - least) * unitX;
      line(out, "axis", x, floor, x, floor + 4);
      text(out, "tick", x, floor + 17, number(value));
    }
    if (paleBelow > least && paleBelow < most) {
      double x = LEFT + (paleBelow - least) * unitX;
      line(out, "limit", x, TOP - 4, x, floor);
    }
    double x = LEFT + (mean - least) * unitX;
    if (Double.isFinite(low) && Double.isFinite(high)) {
      out.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"interval\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n",
              n(LEFT + (low - least) * unitX),
              n(TOP - 6),
              n(Math.max(1, (high - low) * unitX)),
              n(floor - TOP + 6)));
    }
    line(out, "mean", x, TOP - 6, x, floor);
    return out.append("</svg>\n").toString();
  }

  private String interval() {
    return "mean "
        + number(mean)
        + unit
        + (Double.isFinite(low) && Double.isFinite(high)
            ? ", 95% interval " + number(low) + " to " + number(high)
            : "");
  }

  private String said(double[] sorted) {
    return interval()
        + "; 5% are below "
        + number(quantile(sorted, 0.05))
        + ", half below "
        + number(quantile(sorted, 0.5))
        + ", 95% below "
        + number(quantile(sorted, 0.95))
        + unit;
  }

  private static double quantile(double[] sorted, double p) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(p * (sorted.length - 1)))];
  }

  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : otherwise;
  }

  private String number(double value) {
    return Format.fixed(value, decimals);
  }

  private static void line(
      StringBuilder out, String kind, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n",
            kind,
            n(x1),
            n(y1),
            n(x2),
            n(y2)));
  }

  private static void text(StringBuilder out, String kind, double x, double y, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n",
            kind,
            n(x),
            n(y),
            Html.escape(text)));
  }

  private static String n(double value) {
    return Format.plain(Math.rint(value * 10) / 10);
  }
}
