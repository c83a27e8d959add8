package org.interleave.plot;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interleave.plot.Hatch.Lines;

/** How things that lie on each other are told apart: by colours, and by stripes. */
public enum Palette {

  /**
   * The eight colours of Okabe and Ito, which people with any kind of colour vision can tell apart:
   * blue, orange, green, yellow, sky blue, vermillion, black, purple.
   *
   * <p>The order is chosen for stacks. Neighbours differ by 12 or more in lightness (CIE L*), and
   * so do all of the first four. Of the second four, those have stripes that would be as light as
   * one of the first: the first eight can be told apart in greyscale too.
   */
  OKABE_ITO(
      0xBDBDBD,
      List.of("....//.x", "||||--/+", "xxxx||x-"),
      0x0072B2,
      0xE69F00,
      0x009E73,
      0xF0E442,
      0x56B4E9,
      0xD55E00,
      0x000000,
      0xCC79A7),

  /** Four greys, for print without colours; any two differ by 14 or more in lightness. */
  GREY(
      0xF2F2F2,
      List.of("....", "////", "xxxx", "||||", "----", "++++"),
      0x404040,
      0xD9D9D9,
      0x808080,
      0xADADAD),

  /**
   * What RADICAL-Analytics draws the states of slots in, whose users know it; not for task sets.
   */
  RADICAL(0xBDBDBD, List.of("......"), 0xE31A1C, 0xFDBB84, 0xC994C7, 0xC6DBEF, 0xF0F0F0, 0xADDD8E);

  /** The colours of figures of which nobody says otherwise. */
  public static final List<Color> COLORS = OKABE_ITO.colors;

  /** How many sets can be told apart. */
  public static final int FILLS = OKABE_ITO.fills();

  /** For everything that gets no fill of its own. */
  public static final Color OTHERS = OKABE_ITO.others;

  static final Color TEXT = new Color(0x1A1A1A);
  static final Color AXIS = new Color(0x4D4D4D);
  static final Color GRID = new Color(0xE4E4E4);

  private final Color others;
  private final List<Color> colors;
  private final List<Paint> fills;

  /**
   * A palette.
   *
   * @param stripes of the colours, in the first round, in the second, and so on: / x | - + as they
   *     look, . for none
   */
  Palette(int others, List<String> stripes, int... colors) {
    this.others = new Color(others);
    this.colors = Arrays.stream(colors).mapToObj(Color::new).toList();
    List<Paint> all = new ArrayList<>();
    for (String round : stripes) {
      for (int i = 0; i < colors.length; i++) {
        all.add(fill(this.colors.get(i), round.charAt(i)));
      }
    }
    this.fills = List.copyOf(all);
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Without stripes. */
  List<Color> colors() {
    return colors;
  }

  /** For everything that gets no fill of its own. */
  Color others() {
    return others;
  }

  /** How many fills it has. */
  int fills() {
    return fills.size();
  }

  /** The i-th fill, from 0. */
  Paint fill(int i) {
    if (i < 0 || i >= fills.size()) {
      throw new IllegalArgumentException("there are only " + fills.size() + " fills");
    }
    return fills.get(i);
  }

  private static Paint fill(Color ground, char stripes) {
    return switch (stripes) {
      case '/' -> new Hatch(ground, stripes(ground), Lines.RISING);
      case 'x' -> new Hatch(ground, stripes(ground), Lines.CROSSED);
      case '|' -> new Hatch(ground, stripes(ground), Lines.UPRIGHT);
      case '-' -> new Hatch(ground, stripes(ground), Lines.LEVEL);
      case '+' -> new Hatch(ground, stripes(ground), Lines.GRID);
      default -> ground;
    };
  }

  private static Color stripes(Color ground) {
    double luma = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
    return luma > 120 ? Color.BLACK : Color.WHITE;
  }
}
