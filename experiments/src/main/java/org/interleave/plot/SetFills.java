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
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;

/**
 * How the sets of a figure are filled. Where there are too many, those that used most get a fill.
 */
final class SetFills {

  private static final double WHITENESS = 0.62;

  private static final String IN_VAIN = "failed, lost, canceled";

  private final Map<String, Paint> fills;
  private final Palette palette;
  private final Color rest;
  private final int others;

  private SetFills(Map<String, Paint> fills, Palette palette, int others) {
    this.fills = fills;
    this.palette = palette;
    this.rest = palette.others();
    this.others = others;
  }

  /** Fills for the sets of some runs, the same in all of them. */
  static SetFills of(List<Run> runs, Palette palette) {
    return of(shares(runs), palette);
  }

  /** What each set used, by set in the order of first starts: its parts of both capacities. */
  private static Map<String, Double> shares(List<Run> runs) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Run run : runs) {
      for (Series s : run.use().series()) {
        double slots = s.slots().integral() / Math.max(1, run.use().slotCapacity());
        double gpus = s.gpus().integral() / Math.max(1, run.use().gpuCapacity());
        shares.merge(s.set(), slots + gpus, Double::sum);
      }
    }
    return shares;
  }

  /**
   * Fills for sets.
   *
   * @param shares what each set used, in the order of the sets
   */
  static SetFills of(Map<String, Double> shares, Palette palette) {
    List<String> largest =
        shares.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(palette.fills())
            .map(Map.Entry::getKey)
            .toList();
    Set<String> chosen = new HashSet<>(largest);
    Map<String, Paint> fills = new LinkedHashMap<>();
    for (String set : shares.keySet()) {
      if (chosen.contains(set)) {
        fills.put(set, palette.fill(fills.size()));
      }
    }
    return new SetFills(fills, palette, shares.size() - fills.size());
  }

  /** A legend of the sets, and of attempts that came to nothing where there are any. */
  Legend legend(List<Run> runs) {
    Legend legend = new Legend();
    fills.forEach(legend::addArea);
    if (others > 0) {
      legend.addArea("+ " + others + " more", rest);
    }
    if (runs.stream().anyMatch(Run::hasAnyInVain)) {
      legend.addArea(IN_VAIN, inVain(Palette.OTHERS));
    }
    return legend;
  }

  Paint of(String set) {
    return fills.getOrDefault(set, rest);
  }

  /**
   * What is held, or waited for, without executing: lighter. A lighter grey would be that of
   * another set, so there it is stripes on white.
   */
  Paint held(Paint fill) {
    if (palette != Palette.GREY) {
      return lighter(fill);
    }
    Color color = fill instanceof Hatch hatch ? hatch.ground() : (Color) fill;
    return new Hatch(Color.WHITE, color, Hatch.Lines.RISING);
  }

  /** Adds what that looks like. */
  void addHeldTo(Legend legend) {
    legend.addArea("held or waiting", held(Palette.OTHERS));
  }

  /** The same fill, lighter. */
  static Paint lighter(Paint fill) {
    if (fill instanceof Hatch hatch) {
      return new Hatch(light(hatch.ground()), light(hatch.stripes()), hatch.lines());
    }
    return fill instanceof Color color ? light(color) : fill;
  }

  /** The same colour, lighter and struck through. */
  static Paint inVain(Paint fill) {
    Paint ground = fill instanceof Hatch hatch ? hatch.ground() : fill;
    return ground instanceof Color color
        ? new Hatch(light(color), Palette.AXIS, Hatch.Lines.FALLING)
        : fill;
  }

  private static Color light(Color color) {
    return new Color(light(color.getRed()), light(color.getGreen()), light(color.getBlue()));
  }

  private static int light(int part) {
    return (int) Math.round(part + (255 - part) * WHITENESS);
  }

  /** Layers of one function or more for each set, in the order of the legend. */
  List<Layer> layers(Map<String, List<Steps>> bySet) {
    return layers(bySet, Map.of());
  }

  /**
   * The same, with what came to nothing on top of what did not, set by set.
   *
   * @param bySet of attempts that were done
   * @param inVain of those that failed, were lost or canceled
   */
  List<Layer> layers(Map<String, List<Steps>> bySet, Map<String, List<Steps>> inVain) {
    List<Layer> layers = new ArrayList<>();
    fills.forEach(
        (set, fill) -> {
          bySet.getOrDefault(set, List.of()).forEach(s -> layers.add(new Layer(fill, s)));
          inVain.getOrDefault(set, List.of()).forEach(s -> layers.add(new Layer(inVain(fill), s)));
        });
    if (others > 0) {
      layers.add(new Layer(rest, withoutFill(bySet)));
      if (!inVain.isEmpty()) {
        layers.add(new Layer(inVain(rest), withoutFill(inVain)));
      }
    }
    return layers;
  }

  private Steps withoutFill(Map<String, List<Steps>> bySet) {
    List<Steps> all = new ArrayList<>();
    bySet.forEach(
        (set, steps) -> {
          if (!fills.containsKey(set)) {
            all.addAll(steps);
          }
        });
    return Steps.sum(all);
  }
}
