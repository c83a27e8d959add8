package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever sees colours otherwise, or none, can tell the sets apart that lie on each other. */
class PaletteTest {

  private static final double[][] NORMAL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  /** Of linear RGB, at full severity; Machado, Oliveira and Fernandes 2009, their Table 1. */
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };

  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  private static final double[][] TRITANOPIA = {
    {1.255528, -0.076749, -0.178779},
    {-0.078411, 0.930809, 0.147602},
    {0.004733, 0.691367, 0.303900}
  };

  private static final List<double[][]> VISIONS =
      List.of(NORMAL, DEUTERANOPIA, PROTANOPIA, TRITANOPIA);

  @Test
  void neighboursDifferInLightness() {
    for (int i = 0; i < Palette.COLORS.size(); i++) {
      assertThat(lightnessDifference(color(i), color(i + 1)))
          .as("colours %d and %d", i, i + 1)
          .isGreaterThan(12);
    }
  }

  /** Most workflows have no more sets than that, and any two of them may touch. */
  @Test
  void theFirstFourAllDifferInLightness() {
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(lightnessDifference(color(i), color(j)))
            .as("colours %d and %d", i, j)
            .isGreaterThan(11.5);
      }
    }
  }

  /** A difference of 2.3 is just noticeable. */
  @Test
  void neighboursDifferInColourWithAnyColourVision() {
    for (double[][] vision : VISIONS) {
      for (int i = 0; i < Palette.COLORS.size(); i++) {
        assertThat(distance(lab(color(i), vision), lab(color(i + 1), vision)))
            .as("colours %d and %d", i, i + 1)
            .isGreaterThan(20);
      }
    }
  }

  @Test
  void allColoursDifferWithAnyColourVision() {
    List<Color> all = new ArrayList<>(Palette.COLORS);
    all.add(Palette.OTHERS);
    all.add(Color.WHITE);
    for (double[][] vision : VISIONS) {
      for (int i = 0; i < all.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(distance(lab(all.get(i), vision), lab(all.get(j), vision)))
              .as("colours %d and %d", i, j)
              .isGreaterThan(10);
        }
      }
    }
  }

  /** The workflows of the paper have eight sets or less: stripes, or 9 of 100 in lightness. */
  @Test
  void theFirstEightFillsDifferInGreyscale() {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < i; j++) {
          Paint one = palette.fill(i);
          Paint other = palette.fill(j);
          boolean stripes = !Objects.equals(lines(one), lines(other));
          assertThat(stripes || lightnessDifference(ground(one), ground(other)) > 9)
              .as("%s: fills %d and %d", palette, i, j)
              .isTrue();
        }
      }
    }
  }

  @Test
  void neighboursInStacksOfAnyPaletteDifferWithAnyColourVision() {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      for (int i = 1; i < palette.fills(); i++) {
        for (double[][] vision : VISIONS) {
          double[] one = lab(ground(palette.fill(i)), vision);
          double[] other = lab(ground(palette.fill(i - 1)), vision);
          assertThat(distance(one, other))
              .as("%s: fills %d and %d", palette, i - 1, i)
              .isGreaterThan(15);
        }
        assertThat(lightnessDifference(ground(palette.fill(i)), ground(palette.fill(i - 1))))
            .as("%s: fills %d and %d", palette, i - 1, i)
            .isGreaterThan(9);
      }
    }
  }

  @Test
  void greysAreGrey() {
    assertThat(Palette.GREY.colors())
        .allMatch(c -> c.getRed() == c.getGreen() && c.getGreen() == c.getBlue());
    for (Color one : Palette.GREY.colors()) {
      for (Color other : Palette.GREY.colors()) {
        assertThat(one.equals(other) || lightnessDifference(one, other) > 14).isTrue();
      }
      assertThat(lightnessDifference(one, Color.WHITE)).isGreaterThan(10);
    }
  }

  /** Whose users know them. */
  @Test
  void statesHaveTheColoursOfRadicalAnalytics() {
    assertThat(Palette.RADICAL.colors())
        .extracting(c -> String.format("%06x", c.getRGB() & 0xFFFFFF))
        .containsExactly("e31a1c", "fdbb84", "c994c7", "c6dbef", "f0f0f0", "addd8e");
    assertThat(SlotStates.State.values()).hasSameSizeAs(Palette.RADICAL.colors());
  }

  /** What failed is neither taken for a set, nor for what was done of its own. */
  @Test
  void whatWasInVainLooksLikeNothingElse() {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      for (int i = 0; i < palette.fills(); i++) {
        Hatch struck = (Hatch) SetFills.inVain(palette.fill(i));
        assertThat(struck.lines()).isEqualTo(Hatch.Lines.FALLING);
        assertThat(lines(palette.fill(i))).isNotEqualTo(Hatch.Lines.FALLING);
        assertThat(lightnessDifference(struck.ground(), struck.stripes())).isGreaterThan(25);
      }
    }
  }

  /** A paler grey would be another set's. */
  @Test
  void whatIsHeldLooksLikeNoSet() {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      SetFills fills = SetFills.of(Map.of("A", 1.0), palette);
      for (int i = 0; i < 8; i++) {
        Paint held = fills.held(palette.fill(i));
        for (int j = 0; j < palette.fills(); j++) {
          boolean stripes = !Objects.equals(lines(held), lines(palette.fill(j)));
          double[] ground = lab(ground(palette.fill(j)), NORMAL);
          assertThat(stripes || distance(lab(ground(held), NORMAL), ground) > 10)
              .as("%s: %d held, and %d", palette, i, j)
              .isTrue();
        }
      }
    }
  }

  @Test
  void palettesAreCalledAsOnTheCommandLine() {
    assertThat(Palette.values())
        .extracting(Palette::toString)
        .containsExactly("okabe-ito", "grey", "radical");
  }

  @Test
  void fillsAreDistinct() {
    for (Palette palette : Palette.values()) {
      Set<Paint> fills = new HashSet<>();
      for (int i = 0; i < palette.fills(); i++) {
        assertThat(fills.add(palette.fill(i))).as("%s: %d", palette, i).isTrue();
      }
      assertThatIllegalArgumentException().isThrownBy(() -> palette.fill(palette.fills()));
      assertThatIllegalArgumentException().isThrownBy(() -> palette.fill(-1));
    }
    assertThat(Palette.OKABE_ITO.fills()).isEqualTo(Palette.GREY.fills()).isEqualTo(Palette.FILLS);
  }

  @Test
  void stripesStandOutFromTheirGround() {
    for (Palette palette : Palette.values()) {
      for (int i = 0; i < palette.fills(); i++) {
        if (palette.fill(i) instanceof Hatch hatch) {
          assertThat(lightnessDifference(hatch.ground(), hatch.stripes())).isGreaterThan(35);
        }
      }
    }
  }

  private static Color ground(Paint fill) {
    return fill instanceof Hatch hatch ? hatch.ground() : (Color) fill;
  }

  private static Hatch.@Nullable Lines lines(Paint fill) {
    return fill instanceof Hatch hatch ? hatch.lines() : null;
  }

  private static Color color(int i) {
    return Palette.COLORS.get(i % Palette.COLORS.size());
  }

  private static double lightnessDifference(Color one, Color other) {
    return Math.abs(lab(one, NORMAL)[0] - lab(other, NORMAL)[0]);
  }

  private static double distance(double[] one, double[] other) {
    return Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
  }

  /** CIE L*a*b*, D65, of what an eye makes of a colour. */
  private static double[] lab(Color color, double[][] vision) {
    double[] rgb = {linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue())};
    double[] seen = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += vision[i][j] * rgb[j];
      }
      seen[i] = Math.min(1, Math.max(0, sum));
    }
    double x = f((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047);
    double y = f(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
    double z = f((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double linear(int value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static double f(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
