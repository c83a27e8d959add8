package org.interleave.plot;

import java.awt.Graphics2D;

/**
 * Something that can be drawn on a page. Lengths are in CSS pixels, 96 to the inch; 690 of them are
 * the width of a page of two columns.
 */
public interface Figure {

  /** The width in CSS pixels. */
  int width();

  /** The height in CSS pixels. */
  int height();

  /**
   * Draws the figure into the rectangle from (0, 0) to (width, height). The background is left as
   * it is.
   */
  void draw(Graphics2D g);
}
