package org.interleave.page;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interleave.plot.Palette;
import org.interleave.trace.Utilization;

/**
 * The fill of each task set, the same in all runs with one axis: in the order of first starts, as
 * in figures. Sets for which there is no fill of their own are the others, together.
 */
final class Fills {

  private static final String OTHERS = "other sets";

  private final Map<String, Integer> ofSet = new LinkedHashMap<>();

  Fills(List<Utilization> uses) {
    for (Utilization use : uses) {
      for (Utilization.Series series : use.series()) {
        ofSet.putIfAbsent(series.set(), Math.min(ofSet.size(), Palette.FILLS));
      }
    }
  }

  int of(String set) {
    return ofSet.getOrDefault(set, Palette.FILLS);
  }

  /** Whether a set was started, and has a fill. */
  boolean has(String set) {
    return ofSet.containsKey(set);
  }

  /** All sets, each at its place. */
  List<String> sets() {
    return List.copyOf(ofSet.keySet());
  }

  int count() {
    return Math.min(ofSet.size(), Palette.FILLS + 1);
  }

  /** Name, colour and stripes (0, 1 or 2 ways) of each fill. */
  List<List<Object>> list() {
    List<String> names = sets();
    List<List<Object>> fills = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      boolean others = i == Palette.FILLS;
      Color color = others ? Palette.OTHERS : Palette.COLORS.get(i % Palette.COLORS.size());
      fills.add(
          List.of(
              others ? names.size() - i + " " + OTHERS : names.get(i),
              String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff),
              others ? 0 : i / Palette.COLORS.size()));
    }
    return fills;
  }
}
