package org.interleave.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** A figure that consists of panels on one axis of time. */
abstract class GridFigure implements Figure {

  /** Its panels. */
  abstract PanelGrid grid();

  @Override
  public int width() {
    return grid().width();
  }

  @Override
  public int height() {
    return grid().height();
  }

  @Override
  public void draw(Graphics2D g) {
    grid().draw(g);
  }

  /** The frame of one panel. */
  Rectangle2D frame(int row, int column) {
    return grid().frame(row, column);
  }
}
