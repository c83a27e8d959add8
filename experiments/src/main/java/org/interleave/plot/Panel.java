package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.util.function.DoubleUnaryOperator;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** A frame with a horizontal and a vertical axis. */
final class Panel {

  /** How capacities are drawn. */
  static final Stroke DASHES =
      new BasicStroke(
          0.9f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 2.5f}, 0);

  /** Room for tick labels, which lie outside of the frame. */
  private static final double MARGIN = 100;

  private static final double TICK_LENGTH = 3;

  /** How far a label may reach beyond the right end of the frame. */
  private static final double OVERHANG = 1;

  private static final double TITLE_DISTANCE = 26;

  private final XYPlot plot;
  private final NumberAxis x;
  private final NumberAxis y;
  private boolean timeLabels;
  private boolean amountLabels;

  /** What is drawn into the frame; JFreeChart's own steps are rounded to whole pixels. */
  @FunctionalInterface
  interface Content {

    /**
     * Draws, with everything outside of the frame cut off.
     *
     * @param x from values of the horizontal axis to the page
     * @param y from values of the vertical axis to the page
     */
    void draw(Graphics2D g, DoubleUnaryOperator x, DoubleUnaryOperator y);
  }

  Panel(NumberAxis x, NumberAxis y) {
    this.x = x;
    this.y = y;
    // A plot without a renderer has no grid.
    plot = new XYPlot(null, x, y, new XYLineAndShapeRenderer());
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(null);
    plot.setOutlinePaint(Palette.AXIS);
    plot.setOutlineStroke(new BasicStroke(0.6f));
    Stroke hairline = new BasicStroke(0.5f);
    plot.setDomainGridlineStroke(hairline);
    plot.setRangeGridlineStroke(hairline);
    plot.setDomainGridlinePaint(Palette.GRID);
    plot.setRangeGridlinePaint(Palette.GRID);
    AxisSpace space = new AxisSpace();
    space.setBottom(MARGIN);
    space.setLeft(MARGIN);
    plot.setFixedDomainAxisSpace(space);
    plot.setFixedRangeAxisSpace(space);
  }

  /** Adds something on top of all that was added before. */
  void add(Content content) {
    plot.addAnnotation(
        new AbstractXYAnnotation() {
          @Override
          public void draw(
              Graphics2D g,
              XYPlot in,
              Rectangle2D frame,
              ValueAxis x,
              ValueAxis y,
              int renderer,
              PlotRenderingInfo info) {
            content.draw(
                g,
                value -> x.valueToJava2D(value, frame, RectangleEdge.BOTTOM),
                value -> y.valueToJava2D(value, frame, RectangleEdge.LEFT));
          }
        });
  }

  /** Takes away everything that belongs to the vertical axis. */
  void hideAmounts() {
    plot.setRangeGridlinesVisible(false);
    y.setTickMarksVisible(false);
  }

  /** Says which axes have labels at their ticks. */
  void label(boolean time, boolean amount) {
    timeLabels = time;
    amountLabels = amount;
  }

  /** Draws the panel, with the labels of its ticks around {@code frame}. */
  void draw(Graphics2D g, Rectangle2D frame) {
    plot.draw(
        g,
        new Rectangle2D.Double(
            frame.getX() - MARGIN,
            frame.getY(),
            frame.getWidth() + MARGIN,
            frame.getHeight() + MARGIN),
        null,
        null,
        null);
    g.setPaint(Palette.TEXT);
    Font font = Fonts.regular(Text.TICK_SIZE);
    if (timeLabels) {
      double baseline = frame.getMaxY() + TICK_LENGTH + Text.TICK_SIZE;
      for (double tick : Axes.ticks(x)) {
        double at = x.valueToJava2D(tick, frame, RectangleEdge.BOTTOM);
        String label = Axes.label(x, tick);
        // A label at the end moves inwards, so that no tick is without its number.
        double most = frame.getMaxX() + OVERHANG - Text.width(label, font) / 2;
        Text.draw(g, label, font, Math.min(at, most), baseline, 0.5);
      }
      Font title = Fonts.regular(Text.LABEL_SIZE);
      Text.draw(g, "time [s]", title, frame.getCenterX(), frame.getMaxY() + TITLE_DISTANCE, 0.5);
    }
    if (amountLabels) {
      for (double tick : Axes.ticks(y)) {
        double at = y.valueToJava2D(tick, frame, RectangleEdge.LEFT);
        double end = frame.getX() - TICK_LENGTH - 2;
        Text.drawBeside(g, Axes.label(y, tick), font, end, at, 1);
      }
    }
  }
}
