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

/** Writes what {@link DurationReader} reads, each family by its native parameters. */
final class DurationWriter {

  private DurationWriter() {}

  static SpecNode node(Duration duration) {
    if (duration instanceof Constant c) {
      return time(c.seconds());
    }
    if (duration instanceof Uniform u) {
      return family("uniform", new Draft().put("min", time(u.min())).put("max", time(u.max())));
    }
    if (duration instanceof Normal n) {
      // Without spread it is a constant, as in the reader.
      return n.isConstant()
          ? time(n.mean())
          : family("normal", new Draft().put("mean", time(n.mean())).put("sd", time(n.sd())));
    }
    if (duration instanceof Lognormal l) {
      return family(
          "lognormal",
          new Draft().put("median", time(l.median())).put("sigma", QuantityText.number(l.sigma())));
    }
    if (duration instanceof Exponential e) {
      return family("exponential", new Draft().put("mean", time(e.mean())));
    }
    if (duration instanceof Gamma g) {
      return shapeAndScale("gamma", g.shape(), g.scale());
    }
    if (duration instanceof Weibull w) {
      return shapeAndScale("weibull", w.shape(), w.scale());
    }
    return duration instanceof Recorded r
        ? times("recorded", r.timesSeconds())
        : times("empirical", ((Empirical) duration).timesSeconds());
  }

  private static SpecNode times(String family, List<Double> times) {
    if (times.size() > Limits.ITEMS) {
      throw new IllegalArgumentException(
          (family.equals("recorded") ? "a record of " : "an empirical distribution of ")
              + times.size()
              + " times can't be written in place, where at most "
              + Limits.ITEMS
              + " are read; leave some of them out");
    }
    return Draft.only(family, Draft.list(times.stream().map(DurationWriter::time).toList()));
  }

  private static SpecNode shapeAndScale(String family, double shape, double scale) {
    return family(
        family, new Draft().put("shape", QuantityText.number(shape)).put("scale", time(scale)));
  }

  private static SpecNode family(String name, Draft parameters) {
    return Draft.only(name, parameters.node());
  }

  static SpecNode time(double seconds) {
    return Draft.plain(QuantityText.seconds(seconds));
  }
}
