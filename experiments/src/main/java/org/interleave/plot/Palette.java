package org.interleave.plot;

import java.awt.Color;
import java.awt.Paint;
import java.util.List;

/**
 * How task sets are told apart: the eight colours of Okabe and Ito, which people with any kind of
 * colour vision can tell apart, then the same with stripes, then with crossed stripes.
 *
 * <p>The order is chosen for stacks. Neighbours differ by 12 or more in lightness (CIE L*), and so
 * do all of the first four, which makes most figures readable in greyscale too.
 */
public final class Palette {

  /** Blue, orange, green, yellow, sky blue, vermillion, black, purple. */
  public static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xF0E442),
          new Color(0x56B4E9),
          new Color(0xD55E00),
          new Color(0x000000),
          new Color(0xCC79A7));

  /** How many sets can be told apart. */
  public static final int FILLS = 3 * COLORS.size();

  /** For everything that gets no fill of its own. */
  public static final Color OTHERS = new Color(0xBDBDBD);

  static final Color TEXT = new Color(0x1A1A1A);
  static final Color AXIS = new Color(0x4D4D4D);
  static final Color GRID = new Color(0xE4E4E4);

  private Palette() {}

  /** The fill of the i-th set, from 0 to {@link #FILLS} - 1. */
  static Paint fill(int i) {
    Color color = COLORS.get(i % COLORS.size());
    return switch (i / COLORS.size()) {
      case 0 -> color;
      case 1 -> new Hatch(color, stripes(color), false);
      case 2 -> new Hatch(color, stripes(color), true);
      default -> throw new IllegalArgumentException("there are only " + FILLS + " fills");
    };
  }

  private static Color stripes(Color ground) {
    double luma = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
    return luma > 140 ? Color.BLACK : Color.WHITE;
  }
}
