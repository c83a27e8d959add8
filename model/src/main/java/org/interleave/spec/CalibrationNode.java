package org.interleave.spec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.interleave.Calibrated;
import org.interleave.Calibrated.Range;
import org.interleave.Workload;
import org.interleave.workflow.Resources;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code {runs: 3, leave-one-out: 0.004, nodes: [16, 16], tasks: [1, 96], ...}}:
 * how far calibrated overheads may be trusted.
 */
final class CalibrationNode {

  private static final int MOST_RUNS = 1_000_000;
  private static final int MOST = 100_000_000;

  private CalibrationNode() {}

  static @Nullable Calibrated find(Section overheads) {
    SpecNode node = overheads.find("calibration");
    if (node == null) {
      return null;
    }
    Section s =
        Section.of(
            "the calibration",
            node,
            "runs",
            "makespans-alone",
            "leave-one-out",
            "improvement-error",
            "nodes",
            "tasks",
            "slots-per-task",
            "gpus-per-task",
            "durations",
            "gaps");
    return new Calibrated(
        s.whole("runs", 1, MOST_RUNS),
        s.flag("makespans-alone", false),
        error(s, "leave-one-out"),
        error(s, "improvement-error"),
        counts(s, "nodes", 1, MOST),
        counts(s, "tasks", 1, MOST),
        counts(s, "slots-per-task", 0, Resources.MAX),
        counts(s, "gpus-per-task", 0, Resources.MAX),
        times(s, "durations"),
        gaps(s));
  }

  private static Set<String> gaps(Section s) {
    SpecNode node = s.need("gaps");
    Set<String> gaps = new TreeSet<>();
    if (node instanceof SpecNode.Items items) {
      for (SpecNode item : items.items()) {
        String gap = Quantity.text("an item of " + s.label("gaps"), item);
        if (!Calibrated.GAPS.contains(gap)) {
          throw new SpecException(
              item.at(),
              "an item of "
                  + s.label("gaps")
                  + " must be one of "
                  + String.join(", ", Calibrated.GAPS)
                  + ", not "
                  + Printable.quoted(gap));
        }
        gaps.add(gap);
      }
      return gaps;
    }
    throw new SpecException(
        node.at(), s.label("gaps") + " must be a list, as in [stage, set], not " + node.kind());
  }

  private static double error(Section s, String key) {
    SpecNode node = s.find(key);
    if (node == null) {
      return Double.NaN;
    }
    double error = Quantity.number(s.label(key), node);
    if (!(error >= 0 && error <= Calibrated.MOST_ERROR)) {
      throw new SpecException(
          node.at(),
          s.label(key)
              + " must be a share from 0 to 1e6, as in 0.01 for 1 percent, but is "
              + error);
    }
    return error;
  }

  private static List<SpecNode> two(Section s, String key, String example) {
    SpecNode node = s.need(key);
    if (node instanceof SpecNode.Items items && items.items().size() == 2) {
      return items.items();
    }
    throw new SpecException(
        node.at(), s.label(key) + " must be a list of the least and the most, as in " + example);
  }

  private static Range counts(Section s, String key, int least, int most) {
    List<SpecNode> both = two(s, key, "[1, 96]");
    return range(
        s,
        key,
        Quantity.whole(s.label(key), both.get(0), least, most),
        Quantity.whole(s.label(key), both.get(1), least, most));
  }

  private static Range times(Section s, String key) {
    List<SpecNode> both = two(s, key, "[1 s, 5 min]");
    return range(s, key, micros(s.label(key), both.get(0)), micros(s.label(key), both.get(1)));
  }

  private static long micros(String name, SpecNode node) {
    double seconds = Quantity.seconds(name, node);
    if (!(seconds > 0 && seconds <= OverheadsReader.MOST_SECONDS)) {
      throw new SpecException(
          node.at(),
          name
              + " must be more than 0 and at most "
              + OverheadsReader.MOST_SECONDS
              + " s, but is "
              + seconds);
    }
    return Workload.micros(seconds);
  }

  private static Range range(Section s, String key, long least, long most) {
    if (least > most) {
      throw new SpecException(
          s.at(key), s.label(key) + " must begin with the least; swap the two values");
    }
    return new Range(least, most);
  }

  static SpecNode of(Calibrated c) {
    Draft draft = new Draft().put("runs", String.valueOf(c.runs()));
    if (c.makespansAlone()) {
      draft.put("makespans-alone", "true");
    }
    put(draft, "leave-one-out", c.leaveOneOut());
    put(draft, "improvement-error", c.improvementError());
    put(draft, "nodes", c.nodes(), String::valueOf);
    put(draft, "tasks", c.tasks(), String::valueOf);
    put(draft, "slots-per-task", c.slotsPerTask(), String::valueOf);
    put(draft, "gpus-per-task", c.gpusPerTask(), String::valueOf);
    put(draft, "durations", c.durationMicros(), QuantityText::micros);
    draft.put("gaps", Draft.texts(List.copyOf(c.gaps())));
    return draft.node();
  }

  private static void put(Draft draft, String key, double error) {
    if (!Double.isNaN(error)) {
      draft.put(key, QuantityText.number(error));
    }
  }

  private static void put(Draft draft, String key, Range range, LongFunction<String> text) {
    draft.put(
        key,
        Draft.list(
            List.of(
                Draft.plain(text.apply(range.least())), Draft.plain(text.apply(range.most())))));
  }
}
