package org.interleave.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.spec.Sweep.Design;
import org.interleave.spec.Sweep.Effort;
import org.interleave.spec.Sweep.Kind;
import org.interleave.spec.SweepAxis.Parameter;
import org.interleave.spec.SweepAxis.Values;
import org.jspecify.annotations.Nullable;

/** Reads sweeps. Whatever is wrong with one ends in a {@link SpecException} that says where. */
public final class SweepReader {

  private static final int MOST_LEVELS = 1_000_000;
  private static final int MOST_POINTS = 10_000_000;
  private static final int MOST_REPLICATIONS = 10_000_000;
  private static final int USUAL_LEAST = 10;

  /** Differences and ratios of such numbers are finite. */
  private static final double LARGEST = 1e100;

  private static final int USUAL_MOST = 10_000;

  private SweepReader() {}

  /** Reads a file. */
  public static Sweep read(Path file) {
    return read(file.toString(), SpecReader.textOf(file));
  }

  /** Reads a text. */
  public static Sweep read(String source, String text) {
    Section top =
        Section.of(
            "the sweep",
            SpecParser.parse(source, text),
            "sweep",
            "name",
            "description",
            "spec",
            "set",
            "vary",
            "where",
            "design",
            "replications",
            "seed",
            "baseline");
    int version = (int) Quantity.whole("sweep", top.need("sweep"), 0, Integer.MAX_VALUE);
    if (version != 1) {
      throw new SpecException(
          top.at("sweep"), "sweep must be 1, the version of the format, but is " + version);
    }
    top.description();
    String base = Quantity.line("spec", top.need("spec"));
    SpecNode named = top.find("name");
    Design design = design(top.find("design"));
    List<SweepAxis> axes = axes(top.need("vary"), design);
    Set<String> paths = new LinkedHashSet<>();
    for (SweepAxis axis : axes) {
      for (Parameter p : axis.parameters()) {
        if (!paths.add(p.path())) {
          throw new SpecException(
              top.at("vary"), "vary names " + Printable.quoted(p.path()) + " twice; leave one out");
        }
      }
    }
    SpecNode seed = top.find("seed");
    return new Sweep(
        source,
        SpecReader.sha256(List.of(text)),
        named == null ? base : Quantity.name("name", named),
        base,
        settings(top.find("set")),
        axes,
        constraints(top.find("where"), design, paths),
        design,
        effort(top.find("replications")),
        seed == null ? 1 : Quantity.whole("seed", seed, Long.MIN_VALUE, Long.MAX_VALUE),
        top.choice(
            "baseline",
            SequentialBaseline.RANKS,
            SequentialBaseline.values(),
            SequentialBaseline::label));
  }

  private static List<String> settings(@Nullable SpecNode node) {
    List<String> settings = new ArrayList<>();
    if (node != null) {
      Section set = Section.open("set", node);
      for (String path : set.keys()) {
        settings.add(
            path(path, set.at(path)) + "=" + value("the value of " + path, set.need(path)));
      }
    }
    return settings;
  }

  private static String path(String path, Position at) {
    try {
      SpecPath.of(path);
    } catch (IllegalArgumentException e) {
      throw new SpecException(at, String.valueOf(e.getMessage()));
    }
    return path;
  }

  /** A value as a setting has it, in one line: what was quoted stays quoted. */
  private static String value(String name, SpecNode node) {
    if (node instanceof SpecNode.Items list) {
      return list.items().stream()
          .map(item -> within(value(name, item), item))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof SpecNode.Fields fields) {
      return fields.values().entrySet().stream()
          .map(
              f ->
                  within(f.getKey(), null) + ": " + within(value(name, f.getValue()), f.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    String text = Quantity.line(name, node);
    return node instanceof SpecNode.Scalar s && !s.plain() ? quoted(text) : text;
  }

  /** A plain text that would end early in brackets is quoted there. */
  private static String within(String text, @Nullable SpecNode node) {
    boolean plain = node == null || node instanceof SpecNode.Scalar s && s.plain();
    return plain && text.matches(".*[,\\[\\]{}:#].*") ? quoted(text) : text;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static List<SweepAxis> axes(SpecNode node, Design design) {
    List<SweepAxis> axes = new ArrayList<>();
    if (node instanceof SpecNode.Items list) {
      list.items().forEach(item -> axes.add(axis(Section.open("an item of vary", item), design)));
    } else {
      Section vary = Section.open("vary", node);
      for (String path : vary.keys()) {
        axes.add(new SweepAxis(List.of(parameter(vary, path, design))));
      }
    }
    if (axes.isEmpty()) {
      throw new SpecException(node.at(), "vary names nothing; give it a path and its values");
    }
    return axes;
  }

  private static SweepAxis axis(Section zipped, Design design) {
    List<Parameter> parameters = new ArrayList<>();
    for (String path : zipped.keys()) {
      Parameter p = parameter(zipped, path, design);
      if (!parameters.isEmpty() && p.values().levels() != parameters.get(0).values().levels()) {
        throw new SpecException(
            zipped.at(path),
            Printable.quoted(path)
                + " has "
                + p.values().levels()
                + " values, but "
                + Printable.quoted(parameters.get(0).path())
                + ", which varies together with it, has "
                + parameters.get(0).values().levels());
      }
      parameters.add(p);
    }
    if (parameters.isEmpty()) {
      throw new SpecException(zipped.at(), "an item of vary names nothing; give it a path");
    }
    return new SweepAxis(parameters);
  }

  private static Parameter parameter(Section of, String path, Design design) {
    SpecNode node = of.need(path);
    String name = "the values of " + Printable.quoted(path);
    Values values;
    if (node instanceof SpecNode.Items list) {
      List<String> texts = list.items().stream().map(i -> value(name, i)).toList();
      if (texts.isEmpty()) {
        throw new SpecException(node.at(), name + " are none; give one at least");
      }
      if (new HashSet<>(texts).size() < texts.size()) {
        throw new SpecException(node.at(), name + " hold one twice; leave it out");
      }
      values = new SweepAxis.Listed(texts);
    } else {
      values = range(name, node, design);
    }
    return new Parameter(path(path, of.at(path)), values);
  }

  private static Values range(String name, SpecNode node, Design design) {
    if (node instanceof SpecNode.Scalar) {
      throw new SpecException(
          node.at(), name + " must be a list, or a range {from: .., to: .., count: ..}");
    }
    Section r = Section.of(name, node, "from", "to", "count", "step", "scale", "whole");
    Amount from = Amount.of("from of " + name, r.need("from"));
    Amount to = Amount.of("to of " + name, r.need("to"));
    if (!from.unit().equals(to.unit())) {
      throw new SpecException(r.at("to"), "from and to of " + name + " must have the same unit");
    }
    boolean log = r.choice("scale", false, new Boolean[] {false, true}, l -> l ? "log" : "linear");
    if (log && !(from.number() > 0 && to.number() > 0)) {
      throw new SpecException(
          r.at("scale"), name + " must be more than 0 on a log scale; change from, or the scale");
    }
    boolean whole = r.flag("whole", from.unit().isEmpty() && from.isWhole() && to.isWhole());
    int count = r.whole("count", 0, 1, MOST_LEVELS);
    SpecNode step = r.find("step");
    if (step != null) {
      return stepped(name, r, from, to, whole, Amount.of("step of " + name, step));
    }
    if (count == 0 && design.kind() == Kind.GRID) {
      throw new SpecException(
          node.at(), name + " need count or step for a grid; add one, or choose another design");
    }
    return new SweepAxis.Range(from.number(), to.number(), from.unit(), count, log, whole);
  }

  private static Values stepped(
      String name, Section r, Amount from, Amount to, boolean whole, Amount step) {
    if (r.has("count") || r.find("scale") != null) {
      throw new SpecException(
          r.at("step"), name + " have a step, which goes with neither count nor scale");
    }
    double steps = (to.number() - from.number()) / step.number();
    if (!step.unit().equals(from.unit()) || !(steps >= 0 && steps < MOST_LEVELS)) {
      throw new SpecException(
          r.at("step"),
          "step of "
              + name
              + " must lead from the one to the other in its unit, in fewer than "
              + MOST_LEVELS
              + " steps");
    }
    int last = (int) Math.floor(steps + 1e-9);
    return new SweepAxis.Range(
        from.number(),
        from.number() + last * step.number(),
        from.unit(),
        last + 1,
        false,
        whole && step.isWhole());
  }

  /** A number and its unit. */
  private record Amount(double number, String unit) {

    static Amount of(String name, SpecNode node) {
      String text = Quantity.text(name, node);
      int end = text.length();
      while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
        end--;
      }
      double number = Quantity.magnitude(text.substring(0, end).strip());
      if (Double.isNaN(number) || Double.isNaN(Quantity.magnitude(text))) {
        throw new SpecException(
            node.at(),
            name + " must be a number such as 16 or '90 s', not " + Printable.quoted(text));
      }
      if (!(number == 0 || Math.abs(number) >= 1 / LARGEST && Math.abs(number) <= LARGEST)) {
        throw new SpecException(
            node.at(), name + " must be 0 or from 1e-100 to 1e100, not " + Printable.quoted(text));
      }
      return new Amount(number, text.substring(end));
    }

    boolean isWhole() {
      return number == Math.rint(number);
    }
  }

  private static List<SweepConstraint> constraints(
      @Nullable SpecNode node, Design design, Set<String> paths) {
    List<SweepConstraint> constraints = new ArrayList<>();
    if (node == null) {
      return constraints;
    }
    if (design.kind() == Kind.SENSITIVITY || design.kind() == Kind.TORNADO) {
      throw new SpecException(
          node.at(),
          "a design of " + design.kind().label() + " needs all of its points; remove where");
    }
    List<SpecNode> items = node instanceof SpecNode.Items list ? list.items() : List.of(node);
    for (SpecNode item : items) {
      constraints.add(SweepConstraint.of(Quantity.line("a condition", item), item.at(), paths));
    }
    return constraints;
  }

  private static Design design(@Nullable SpecNode node) {
    if (node == null) {
      return new Design(Kind.GRID, 0);
    }
    if (node instanceof SpecNode.Scalar s) {
      for (Kind kind : List.of(Kind.GRID, Kind.TORNADO)) {
        if (kind.label().equals(s.text())) {
          return new Design(kind, 0);
        }
      }
      throw new SpecException(
          node.at(),
          "design must be grid, tornado, or one of {random: N}, {sobol: N}, {halton: N}, {korobov:"
              + " N}, {sensitivity: N}, not "
              + Printable.quoted(s.text()));
    }
    Section d = Section.of("design", node, "random", "sobol", "halton", "korobov", "sensitivity");
    if (d.keys().size() != 1) {
      throw new SpecException(node.at(), "design must have one key, as in {sobol: 1024}");
    }
    String key = d.keys().iterator().next();
    return new Design(Kind.valueOf(key.toUpperCase(Locale.ROOT)), d.whole(key, 1, MOST_POINTS));
  }

  private static Effort effort(@Nullable SpecNode node) {
    if (node == null || node instanceof SpecNode.Scalar) {
      int n =
          node == null
              ? USUAL_LEAST
              : (int) Quantity.whole("replications", node, 1, MOST_REPLICATIONS);
      return new Effort(n, n, 0, false);
    }
    Section e =
        Section.of("replications", node, "count", "least", "most", "half-width", "antithetic");
    boolean antithetic = e.flag("antithetic", false);
    SpecNode width = e.find("half-width");
    if (width == null) {
      int n = e.whole("count", USUAL_LEAST, 1, MOST_REPLICATIONS);
      for (String key : List.of("least", "most")) {
        if (e.has(key)) {
          throw new SpecException(e.at(key), key + " goes with half-width; add it, or use count");
        }
      }
      return new Effort(n, n, 0, antithetic);
    }
    double w = Quantity.number("half-width of replications", width);
    if (!(w > 0 && w < 1)) {
      throw new SpecException(width.at(), "half-width must be more than 0 and less than 1");
    }
    int least = e.whole("least", USUAL_LEAST, 2, MOST_REPLICATIONS);
    int most = e.whole("most", Math.max(least, USUAL_MOST), least, MOST_REPLICATIONS);
    return new Effort(least, most, w, antithetic);
  }

  /** The values of a point as numbers: NaN where they are none. */
  public static double number(String value) {
    return Quantity.magnitude(value);
  }

  /** What a point sets, each {@code path=value}. */
  public static List<String> settings(Map<String, String> values) {
    return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
