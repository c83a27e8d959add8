package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Swatches with names, below the panels: in one row, or else in columns of equal width. */
final class Legend {

  private static final double ROW_HEIGHT = 14;
  private static final double SWATCH_WIDTH = 14;
  private static final double SWATCH_HEIGHT = 8;
  private static final double GAP = 4;
  private static final double BETWEEN = 14;
  private static final double WIDEST_LABEL = 150;

  private final Font font = Fonts.regular(Text.LABEL_SIZE);
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One swatch.
   *
   * @param line of a line; null for an area
   */
  private record Entry(String label, Paint paint, @Nullable Stroke line) {}

  void addArea(String label, Paint paint) {
    entries.add(new Entry(Text.fit(label, font, WIDEST_LABEL), paint, null));
  }

  void addLine(String label, Paint paint, Stroke stroke) {
    entries.add(new Entry(Text.fit(label, font, WIDEST_LABEL), paint, stroke));
  }

  double height(double width) {
    return rows(width) * ROW_HEIGHT;
  }

  /** Draws the legend from {@code y} downwards, centred between x and x + width. */
  void draw(Graphics2D g, double x, double y, double width) {
    int rows = rows(width);
    int columns = (entries.size() + rows - 1) / rows;
    double cell = cell();
    double total = rows > 1 ? columns * cell : entries.stream().mapToDouble(this::width).sum();
    double left = x + (width - total + BETWEEN) / 2;
    double next = left;
    for (int i = 0; i < entries.size(); i++) {
      double at = rows > 1 ? left + i % columns * cell : next;
      draw(g, entries.get(i), at, y + (i / columns + 0.5) * ROW_HEIGHT);
      next += width(entries.get(i));
    }
  }

  private void draw(Graphics2D g, Entry entry, double x, double middle) {
    Rectangle2D swatch =
        new Rectangle2D.Double(x, middle - SWATCH_HEIGHT / 2, SWATCH_WIDTH, SWATCH_HEIGHT);
    g.setPaint(entry.paint);
    if (entry.line != null) {
      g.setStroke(entry.line);
      g.draw(new Line2D.Double(x, middle, x + SWATCH_WIDTH, middle));
    } else {
      g.fill(swatch);
      g.setPaint(Palette.AXIS);
      g.setStroke(new BasicStroke(0.4f));
      g.draw(swatch);
    }
    g.setPaint(Palette.TEXT);
    Text.drawBeside(g, entry.label, font, x + SWATCH_WIDTH + GAP, middle, 0);
  }

  private int rows(double width) {
    double room = width + BETWEEN;
    if (entries.stream().mapToDouble(this::width).sum() <= room) {
      return 1;
    }
    int columns = Math.max(1, (int) (room / cell()));
    return (entries.size() + columns - 1) / columns;
  }

  private double cell() {
    return entries.stream().mapToDouble(this::width).max().orElse(0);
  }

  /** With the space to the next one. */
  private double width(Entry entry) {
    return SWATCH_WIDTH + GAP + Text.width(entry.label, font) + BETWEEN;
  }
}
