package org.interleave.spec;

import java.util.List;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Exponential;
import org.interleave.duration.Gamma;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Recorded;
import org.interleave.duration.Uniform;
import org.interleave.duration.Weibull;
import org.interleave.workflow.Suggestion;

/**
 * Reads {@code time: 340 s} and {@code time: {lognormal: {mean: 340 s, cv: 0.3}}}. Every family
 * takes a mean with an sd or cv, or its native parameters, but never some of both.
 */
final class DurationReader {

  static final List<String> FAMILIES =
      List.of(
          "constant",
          "uniform",
          "normal",
          "lognormal",
          "exponential",
          "gamma",
          "weibull",
          "empirical",
          "recorded");

  private static final double LEAST_SECONDS = 1e-6;

  /** Reads a file that a specification names. */
  interface Files {
    SpecNode lines(SpecNode.Scalar name);
  }

  private final String name;
  private final Files files;

  private DurationReader(String name, Files files) {
    this.name = name;
    this.files = files;
  }

  static Duration read(String name, SpecNode node, Files files) {
    DurationReader reader = new DurationReader(name, files);
    try {
      Duration duration = reader.read(node);
      if (!(duration.meanSeconds() >= LEAST_SECONDS)) {
        throw new SpecException(
            node.at(),
            name
                + " must be 1 us or more, the unit that times are counted in, but is "
                + duration.meanSeconds()
                + " s");
      }
      return duration;
    } catch (IllegalArgumentException e) {
      throw new SpecException(node.at(), name + ": " + e.getMessage());
    }
  }

  private Duration read(SpecNode node) {
    if (!(node instanceof SpecNode.Fields)) {
      return new Constant(Quantity.seconds(name, node));
    }
    Section section = Section.open(name, node);
    if (section.keys().size() != 1) {
      throw new SpecException(
          node.at(),
          name + " must name one distribution, as in {normal: {mean: 340 s, sd: 0.5 s}}");
    }
    String family = section.keys().iterator().next();
    SpecNode parameters = section.need(family);
    return switch (family) {
      case "constant" -> new Constant(Quantity.seconds(name, parameters));
      case "uniform" -> uniform(parameters);
      case "normal" -> normal(section(family, parameters, "mean", "sd", "cv"));
      case "lognormal" -> lognormal(parameters);
      case "exponential" -> exponential(parameters);
      case "gamma" -> shapeAndScale(family, parameters, Gamma::new, Gamma::withCv);
      case "weibull" -> shapeAndScale(family, parameters, Weibull::new, Weibull::withCv);
      case "empirical" -> new Empirical(times(family, parameters));
      case "recorded" -> new Recorded(times(family, parameters));
      default ->
          throw new SpecException(
              section.at(family),
              "unknown distribution '" + family + "' of " + name + Suggestion.of(family, FAMILIES));
    };
  }

  /** Makes a duration of two numbers. */
  private interface Maker {
    Duration of(double first, double second);
  }

  private Duration uniform(SpecNode node) {
    Section p = section("uniform", node, "min", "max", "mean", "sd", "cv");
    if (isNative(p, "min", "max")) {
      return new Uniform(time(p, "min"), time(p, "max"));
    }
    return meanAndCv(p, Uniform::withCv);
  }

  /** The sd is a normal's own parameter, and is taken as it is given. */
  private Duration normal(Section p) {
    Duration checked = meanAndCv(p, Normal::withCv);
    Duration normal = p.has("sd") ? new Normal(time(p, "mean"), time(p, "sd")) : checked;
    return normal.isConstant() ? new Constant(time(p, "mean")) : normal;
  }

  private Duration lognormal(SpecNode node) {
    Section p = section("lognormal", node, "median", "sigma", "mean", "sd", "cv");
    if (isNative(p, "median", "sigma")) {
      return new Lognormal(time(p, "median"), number(p, "sigma"));
    }
    return meanAndCv(p, Lognormal::withCv);
  }

  private Duration exponential(SpecNode node) {
    Section p = section("exponential", node, "mean");
    return new Exponential(time(p, "mean"));
  }

  private Duration shapeAndScale(String family, SpecNode node, Maker ofNative, Maker ofMean) {
    Section p = section(family, node, "shape", "scale", "mean", "sd", "cv");
    if (isNative(p, "shape", "scale")) {
      return ofNative.of(number(p, "shape"), time(p, "scale"));
    }
    return meanAndCv(p, ofMean);
  }

  private Duration meanAndCv(Section p, Maker maker) {
    double mean = time(p, "mean");
    if (!p.has("sd") && !p.has("cv")) {
      throw new SpecException(
          p.at(), "mean needs sd (a time) or cv (a number: sd divided by the mean) beside it");
    }
    if (p.has("sd") && p.has("cv")) {
      throw new SpecException(
          p.at(), "give either sd (a time) or cv (a number: sd divided by the mean), not both");
    }
    if (!(mean > 0)) {
      throw new SpecException(p.need("mean").at(), p.label("mean") + " must be more than 0");
    }
    double cv = p.has("sd") ? time(p, "sd") / mean : number(p, "cv");
    if (!(cv >= 0)) {
      throw new SpecException(p.at(), "the spread of " + name + " must not be negative");
    }
    // No spread at all is a constant in every family.
    return cv == 0 ? new Constant(mean) : maker.of(mean, cv);
  }

  private List<Double> times(String family, SpecNode node) {
    SpecNode values = node instanceof SpecNode.Scalar file ? files.lines(file) : node;
    if (!(values instanceof SpecNode.Items list) || list.items().isEmpty()) {
      throw new SpecException(
          node.at(), family + " " + name + " must be a list of times, or a file with one a line");
    }
    String each = "a time of " + family + " " + name;
    return list.items().stream().map(v -> Quantity.seconds(each, v)).toList();
  }

  private Section section(String family, SpecNode node, String... keys) {
    return Section.of(family + " " + name, node, keys);
  }

  /** Whether the native parameters are given; they may not stand beside a mean. */
  private static boolean isNative(Section p, String first, String second) {
    boolean given = p.has(first) || p.has(second);
    if (given && (p.has("mean") || p.has("sd") || p.has("cv"))) {
      throw new SpecException(
          p.at(),
          "give either " + first + " and " + second + ", or mean with sd or cv, not some of both");
    }
    return given;
  }

  private static double time(Section p, String key) {
    return Quantity.seconds(p.label(key), p.need(key));
  }

  private static double number(Section p, String key) {
    return Quantity.number(p.label(key), p.need(key));
  }
}
