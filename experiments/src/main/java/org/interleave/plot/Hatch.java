package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;

/**
 * A colour with stripes. A paint of its own, so that an SVG gets a pattern of lines for it rather
 * than a bitmap.
 *
 * @param ground the colour
 * @param stripes their colour
 * @param crossed whether there are stripes in the other direction as well
 */
record Hatch(Color ground, Color stripes, boolean crossed) implements Paint {

  /** Side of the square that repeats, in pixels of the figure. */
  static final int TILE = 6;

  static final float STRIPE_WIDTH = 0.9f;

  /** Sharp at any scale that a figure is likely to be drawn at. */
  private static final int OVERSAMPLING = 8;

  /** The stripes of one tile, with the corners of its neighbours' that reach into it. */
  Path2D lines() {
    Path2D lines = new Path2D.Double();
    for (int shift = -TILE; shift <= TILE; shift += TILE) {
      lines.moveTo(shift - 1.0, TILE + 1.0);
      lines.lineTo(shift + TILE + 1.0, -1);
      if (crossed) {
        lines.moveTo(shift - 1.0, -1);
        lines.lineTo(shift + TILE + 1.0, TILE + 1.0);
      }
    }
    return lines;
  }

  @Override
  public PaintContext createContext(
      ColorModel model,
      Rectangle device,
      Rectangle2D user,
      AffineTransform transform,
      RenderingHints hints) {
    int side = TILE * OVERSAMPLING;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(ground);
    g.fillRect(0, 0, side, side);
    g.scale(OVERSAMPLING, OVERSAMPLING);
    g.setColor(stripes);
    g.setStroke(new BasicStroke(STRIPE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    g.draw(lines());
    g.dispose();
    RenderingHints smooth = (RenderingHints) hints.clone();
    smooth.put(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    return new TexturePaint(image, new Rectangle2D.Double(0, 0, TILE, TILE))
        .createContext(model, device, user, transform, smooth);
  }

  @Override
  public int getTransparency() {
    return OPAQUE;
  }
}
