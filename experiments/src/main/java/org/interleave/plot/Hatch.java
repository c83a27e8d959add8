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
 * @param lines how they run
 */
record Hatch(Color ground, Color stripes, Lines lines) implements Paint {

  /** Side of the square that repeats, in pixels of the figure. */
  static final int TILE = 6;

  static final float STRIPE_WIDTH = 0.9f;

  /** Sharp at any scale that a figure is likely to be drawn at. */
  private static final int OVERSAMPLING = 8;

  /** How stripes run. */
  enum Lines {
    RISING,
    CROSSED,
    UPRIGHT,
    LEVEL,
    GRID,
    /** Of what was in vain, and of nothing else. */
    FALLING
  }

  /** The stripes of one tile, with the corners of its neighbours' that reach into it. */
  Path2D tile() {
    return stripes(new Rectangle2D.Double(0, 0, TILE, TILE));
  }

  /** All stripes that reach into a rectangle, with ends beyond it; they meet those of tiles. */
  Path2D stripes(Rectangle2D area) {
    Path2D path = new Path2D.Double();
    switch (lines) {
      case RISING -> rising(path, area);
      case FALLING -> falling(path, area);
      case CROSSED -> {
        rising(path, area);
        falling(path, area);
      }
      case UPRIGHT -> upright(path, area);
      case LEVEL -> level(path, area);
      case GRID -> {
        upright(path, area);
        level(path, area);
      }
    }
    return path;
  }

  /** Where x + y is a multiple of the tile's side. */
  private static void rising(Path2D path, Rectangle2D area) {
    double left = area.getMinX() - 1;
    double right = area.getMaxX() + 1;
    long last = floor(area.getMaxX() + area.getMaxY()) + 1;
    for (long i = floor(area.getMinX() + area.getMinY()); i <= last; i++) {
      line(path, left, i * TILE - left, right, i * TILE - right);
    }
  }

  /** Where y - x is a multiple of the tile's side. */
  private static void falling(Path2D path, Rectangle2D area) {
    double left = area.getMinX() - 1;
    double right = area.getMaxX() + 1;
    long last = floor(area.getMaxY() - area.getMinX()) + 1;
    for (long i = floor(area.getMinY() - area.getMaxX()); i <= last; i++) {
      line(path, left, i * TILE + left, right, i * TILE + right);
    }
  }

  private static void upright(Path2D path, Rectangle2D area) {
    for (long i = floor(area.getMinX()); i <= floor(area.getMaxX()); i++) {
      double x = (i + 0.5) * TILE;
      line(path, x, area.getMinY() - 1, x, area.getMaxY() + 1);
    }
  }

  private static void level(Path2D path, Rectangle2D area) {
    for (long i = floor(area.getMinY()); i <= floor(area.getMaxY()); i++) {
      double y = (i + 0.5) * TILE;
      line(path, area.getMinX() - 1, y, area.getMaxX() + 1, y);
    }
  }

  private static long floor(double pixels) {
    return (long) Math.floor(pixels / TILE);
  }

  private static void line(Path2D path, double fromX, double fromY, double toX, double toY) {
    path.moveTo(fromX, fromY);
    path.lineTo(toX, toY);
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
    g.draw(tile());
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
