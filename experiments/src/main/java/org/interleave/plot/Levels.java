package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values along an axis of a sweep, which may have units or be names.
 *
 * @param label what is varied
 * @param texts the values as they are shown
 * @param places where they lie, from 0 to 1
 * @param ordered whether what lies between two neighbours is a value too
 */
public record Levels(String label, List<String> texts, List<Double> places, boolean ordered) {

  private static final double GAP = 6;
  private static final double TICK = 3;

  public Levels {
    texts = List.copyOf(texts);
    places = List.copyOf(places);
    if (texts.size() != places.size() || texts.isEmpty()) {
      throw new IllegalArgumentException("an axis needs a place for each of its values");
    }
  }

  /** Each in the middle of a cell, all cells of one width. */
  public static Levels cells(String label, List<String> texts, boolean ordered) {
    int n = texts.size();
    return new Levels(
        label,
        texts,
        IntStream.range(0, n).mapToObj(i -> (i + 0.5) / Math.max(1, n)).toList(),
        ordered);
  }

  /** From the least number to the greatest, by their size or its logarithm. */
  public static Levels scaled(String label, List<String> texts, double[] numbers, boolean log) {
    double[] scaled = numbers.clone();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = log ? Math.log(scaled[i]) : scaled[i];
      least = Math.min(least, scaled[i]);
      most = Math.max(most, scaled[i]);
    }
    List<Double> places = new ArrayList<>();
    for (double each : scaled) {
      places.add(most > least ? (each - least) / (most - least) : 0.5);
    }
    return new Levels(label, texts, places, true);
  }

  int size() {
    return texts.size();
  }

  double widestText() {
    Font font = Fonts.regular(Text.TICK_SIZE);
    return texts.stream().mapToDouble(t -> Text.width(t, font)).max().orElse(0);
  }

  /** Draws ticks, texts and the label below a chart. Texts that would touch are left out. */
  void drawBelow(Graphics2D g, Rectangle2D chart, double width) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    double y = chart.getMaxY();
    double taken = Double.NEGATIVE_INFINITY;
    double last = x(chart, size() - 1) - Text.width(texts.get(size() - 1), font) / 2 - GAP;
    for (int i = 0; i < size(); i++) {
      double x = x(chart, i);
      double half = Text.width(texts.get(i), font) / 2;
      tick(g, new Line2D.Double(x, y, x, y + TICK));
      boolean fits = x - half >= taken && (i == size() - 1 || i == 0 || x + half <= last);
      if (fits) {
        Text.draw(g, texts.get(i), font, x, y + TICK + Text.TICK_SIZE + 1, 0.5);
        taken = x + half + GAP;
      }
    }
    Font title = Fonts.regular(Text.LABEL_SIZE);
    String text = Text.fit(label, title, width);
    double half = Text.width(text, title) / 2;
    double middle = Math.max(half, Math.min(chart.getCenterX(), width - half));
    Text.draw(g, text, title, middle, y + 27, 0.5);
  }

  /** Draws ticks, texts and the label left of a chart, from below upwards. */
  void drawLeft(Graphics2D g, Rectangle2D chart, double title) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    double taken = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size(); i++) {
      double y = chart.getMaxY() - places.get(i) * chart.getHeight();
      tick(g, new Line2D.Double(chart.getX() - TICK, y, chart.getX(), y));
      if (y + Text.TICK_SIZE / 2 <= taken) {
        Text.drawBeside(g, texts.get(i), font, chart.getX() - TICK - 2, y, 1);
        taken = y - Text.TICK_SIZE / 2 - 1;
      }
    }
    Font label = Fonts.regular(Text.LABEL_SIZE);
    String text = Text.fit(this.label, label, chart.getHeight());
    Text.drawUpwards(g, text, label, title, chart.getCenterY());
  }

  double x(Rectangle2D chart, int level) {
    return chart.getX() + places.get(level) * chart.getWidth();
  }

  private static void tick(Graphics2D g, Line2D line) {
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(line);
    g.setPaint(Palette.TEXT);
  }
}
