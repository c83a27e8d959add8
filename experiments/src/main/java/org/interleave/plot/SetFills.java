package org.interleave.plot;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.plot.Layers.Layer;
import org.interleave.trace.Utilization.Steps;

/**
 * How the sets of a figure are filled. Where there are too many, those that used most get a fill.
 */
final class SetFills {

  private static final double WHITENESS = 0.62;

  private final Map<String, Paint> fills;
  private final int others;

  private SetFills(Map<String, Paint> fills, int others) {
    this.fills = fills;
    this.others = others;
  }

  /**
   * Fills for sets.
   *
   * @param shares what each set used, in the order of the sets
   */
  static SetFills of(Map<String, Double> shares) {
    List<String> largest =
        shares.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(Palette.FILLS)
            .map(Map.Entry::getKey)
            .toList();
    Set<String> chosen = new HashSet<>(largest);
    Map<String, Paint> fills = new LinkedHashMap<>();
    for (String set : shares.keySet()) {
      if (chosen.contains(set)) {
        fills.put(set, Palette.fill(fills.size()));
      }
    }
    return new SetFills(fills, shares.size() - fills.size());
  }

  void addTo(Legend legend) {
    fills.forEach(legend::addArea);
    if (others > 0) {
      legend.addArea("+ " + others + " more", Palette.OTHERS);
    }
  }

  Paint of(String set) {
    return fills.getOrDefault(set, Palette.OTHERS);
  }

  /** The same fill, lighter. */
  static Paint lighter(Paint fill) {
    if (fill instanceof Hatch hatch) {
      return new Hatch(light(hatch.ground()), light(hatch.stripes()), hatch.crossed());
    }
    return fill instanceof Color color ? light(color) : fill;
  }

  private static Color light(Color color) {
    return new Color(light(color.getRed()), light(color.getGreen()), light(color.getBlue()));
  }

  private static int light(int part) {
    return (int) Math.round(part + (255 - part) * WHITENESS);
  }

  /** Layers of one function or more for each set, in the order of the legend. */
  List<Layer> layers(Map<String, List<Steps>> bySet) {
    List<Layer> layers = new ArrayList<>();
    fills.forEach(
        (set, fill) ->
            bySet.getOrDefault(set, List.of()).forEach(s -> layers.add(new Layer(fill, s))));
    if (others > 0) {
      List<Steps> rest = new ArrayList<>();
      bySet.forEach(
          (set, steps) -> {
            if (!fills.containsKey(set)) {
              rest.addAll(steps);
            }
          });
      layers.add(new Layer(Palette.OTHERS, Steps.sum(rest)));
    }
    return layers;
  }
}
