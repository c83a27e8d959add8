package org.interleave.spec;

import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.workflow.Suggestion;

/** Reads {@code time: 340 s} and {@code time: {normal: {mean: 340 s, sd: 0.5 s}}}. */
final class DurationReader {

  private static final java.util.List<String> FAMILIES = java.util.List.of("constant", "normal");

  private DurationReader() {}

  static Duration read(String name, SpecNode node) {
    if (!(node instanceof SpecNode.Fields)) {
      return guarded(node.at(), name, () -> new Constant(Quantity.seconds(name, node)));
    }
    Section section = Section.open(name, node);
    if (section.keys().size() != 1) {
      throw new SpecException(
          node.at(),
          name + " must name one distribution, as in {normal: {mean: 340 s, sd: 0.5 s}}");
    }
    String family = section.keys().iterator().next();
    SpecNode parameters = section.need(family);
    String label = family + " " + name;
    return switch (family) {
      case "constant" ->
          guarded(parameters.at(), name, () -> new Constant(Quantity.seconds(name, parameters)));
      case "normal" -> {
        Section p = Section.of(label, parameters, "mean", "sd", "cv");
        double mean = Quantity.seconds(p.label("mean"), p.need("mean"));
        yield guarded(parameters.at(), name, () -> new Normal(mean, spread(p, mean)));
      }
      default ->
          throw new SpecException(
              section.at(family),
              "unknown distribution '" + family + "' of " + name + Suggestion.of(family, FAMILIES));
    };
  }

  /** The standard deviation, given as such or as a multiple of the mean, but not both. */
  private static double spread(Section p, double mean) {
    if (p.has("sd") == p.has("cv")) {
      throw new SpecException(
          p.at(), "give either sd (a time) or cv (a number: sd divided by the mean), not both");
    }
    if (p.has("sd")) {
      return Quantity.seconds(p.label("sd"), p.need("sd"));
    }
    return mean * Quantity.number(p.label("cv"), p.need("cv"));
  }

  private static Duration guarded(
      Position at, String name, java.util.function.Supplier<Duration> duration) {
    try {
      return duration.get();
    } catch (IllegalArgumentException e) {
      throw new SpecException(at, name + ": " + e.getMessage());
    }
  }
}
