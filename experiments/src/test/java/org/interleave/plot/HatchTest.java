package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class HatchTest {

  @Test
  void stripesRepeatWithoutSeams() {
    for (Hatch.Lines lines : Hatch.Lines.values()) {
      Hatch hatch = new Hatch(Color.BLUE, Color.WHITE, lines);
      int side = 4 * Hatch.TILE;
      BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      g.setPaint(hatch);
      g.fillRect(0, 0, side, side);
      g.dispose();

      int ground = 0;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int tile = image.getRGB(x % Hatch.TILE + Hatch.TILE, y % Hatch.TILE + Hatch.TILE);
          assertThat(image.getRGB(x, y)).isEqualTo(tile);
          ground += image.getRGB(x, y) == Color.BLUE.getRGB() ? 1 : 0;
        }
      }
      assertThat((double) ground / (side * side)).isBetween(0.3, 0.9);
    }
  }
}
