package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Stroke;
import java.util.List;
import org.interleave.plot.StepStack.Place;
import org.interleave.trace.Utilization.Steps;

/** Step functions of time as areas, one on top of the other. */
final class Layers {

  private static final Stroke HAIRLINE =
      new BasicStroke(0.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

  /** Lets the colour of narrow peaks through. */
  private static final Color OUTLINE = new Color(0, 0, 0, 140);

  /** Thinner areas have no border, which would be all that one sees of them. */
  private static final double THIN = 2;

  private static final double LEAST_THICKNESS = 1;

  /** One area. */
  record Layer(Paint fill, Steps steps) {}

  private Layers() {}

  /**
   * Adds areas to a panel.
   *
   * @param endSeconds where the time ends
   * @param width of the panel's frame
   * @param unit which level is 1 on the vertical axis
   */
  static void add(Panel panel, List<Layer> layers, double endSeconds, double width, double unit) {
    StepStack stack =
        new StepStack(
            layers.stream().map(Layer::steps).toList(),
            Math.round(endSeconds * Run.MICROS),
            Axes.cells(width));
    panel.add(
        (g, x, y) -> {
          Place place =
              new Place(
                  micros -> x.applyAsDouble(micros / Run.MICROS),
                  level -> y.applyAsDouble(level / unit));
          for (int s = 0; s < layers.size(); s++) {
            g.setPaint(layers.get(s).fill);
            g.fill(stack.area(s, place));
          }
          g.setStroke(HAIRLINE);
          g.setPaint(Color.WHITE);
          for (int s = 0; s < layers.size(); s++) {
            g.draw(stack.border(s, place, THIN));
          }
          g.setPaint(OUTLINE);
          g.draw(stack.outline(place));
          for (int s = 0; s < layers.size(); s++) {
            g.setPaint(layers.get(s).fill);
            g.fill(stack.hairlines(s, place, THIN, LEAST_THICKNESS));
          }
        });
  }
}
