package org.interleave.calibration;

import java.util.Arrays;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.interleave.duration.Duration;
import org.interleave.duration.Exponential;
import org.interleave.duration.Gamma;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Uniform;
import org.interleave.duration.Weibull;

/** The offered families, each fitted by maximum likelihood. */
enum Likelihood {
  /** Truncated at 0, as tasks take time. */
  NORMAL("normal", 2) {
    @Override
    Duration fit(double[] x) {
      double mean = mean(x);
      double sd = Math.sqrt(mean(Arrays.stream(x).map(t -> (t - mean) * (t - mean)).toArray()));
      return mean > FAR * sd ? new Normal(mean, sd) : truncated(x, mean, sd);
    }

    @Override
    double logDensity(Duration d, double t) {
      Normal n = (Normal) d;
      double z = (t - n.mean()) / n.sd();
      double above = STANDARD.cumulativeProbability(n.mean() / n.sd());
      return -0.5 * z * z - Math.log(n.sd() * above) - LOG_ROOT;
    }
  },
  LOGNORMAL("lognormal", 2) {
    @Override
    Duration fit(double[] x) {
      double[] logs = Arrays.stream(x).map(Math::log).toArray();
      double mean = mean(logs);
      double sigma =
          Math.sqrt(mean(Arrays.stream(logs).map(l -> (l - mean) * (l - mean)).toArray()));
      return new Lognormal(Math.exp(mean), sigma);
    }

    @Override
    double logDensity(Duration d, double t) {
      Lognormal l = (Lognormal) d;
      double z = Math.log(t / l.median()) / l.sigma();
      return -0.5 * z * z - Math.log(t * l.sigma()) - LOG_ROOT;
    }
  },
  GAMMA("gamma", 2) {
    @Override
    Duration fit(double[] x) {
      double mean = mean(x);
      double s = Math.log(mean) - mean(Arrays.stream(x).map(Math::log).toArray());
      double shape = (3 - s + Math.sqrt((s - 3) * (s - 3) + 24 * s)) / (12 * s);
      for (int i = 0; i < 50; i++) {
        double f = Math.log(shape) - org.apache.commons.math3.special.Gamma.digamma(shape) - s;
        double slope = 1 / shape - org.apache.commons.math3.special.Gamma.trigamma(shape);
        double next = shape - f / slope;
        next = next > 0 ? next : shape / 2;
        if (Math.abs(next - shape) < 1e-10 * shape) {
          break;
        }
        shape = next;
      }
      return new Gamma(shape, mean / shape);
    }

    @Override
    double logDensity(Duration d, double t) {
      Gamma g = (Gamma) d;
      return (g.shape() - 1) * Math.log(t / g.scale())
          - t / g.scale()
          - Math.log(g.scale())
          - org.apache.commons.math3.special.Gamma.logGamma(g.shape());
    }
  },
  WEIBULL("weibull", 2) {
    @Override
    Duration fit(double[] x) {
      double largest = Arrays.stream(x).max().orElse(1);
      double[] logs = Arrays.stream(x).map(t -> Math.log(t / largest)).toArray();
      double mean = mean(logs);
      double logShape =
          new BrentSolver(1e-10)
              .solve(200, k -> score(logs, mean, Math.exp(k)), Math.log(0.06), Math.log(9e4));
      double shape = Math.exp(logShape);
      double power = mean(Arrays.stream(logs).map(l -> Math.exp(shape * l)).toArray());
      return new Weibull(shape, largest * Math.pow(power, 1 / shape));
    }

    @Override
    double logDensity(Duration d, double t) {
      Weibull w = (Weibull) d;
      double log = Math.log(t / w.scale());
      return Math.log(w.shape() / w.scale()) + (w.shape() - 1) * log - Math.exp(w.shape() * log);
    }
  },
  EXPONENTIAL("exponential", 1) {
    @Override
    Duration fit(double[] x) {
      return new Exponential(mean(x));
    }

    @Override
    double logDensity(Duration d, double t) {
      double mean = ((Exponential) d).mean();
      return -t / mean - Math.log(mean);
    }
  },
  UNIFORM("uniform", 2) {
    @Override
    Duration fit(double[] x) {
      return new Uniform(Arrays.stream(x).min().orElse(1), Arrays.stream(x).max().orElse(1));
    }

    @Override
    double logDensity(Duration d, double t) {
      Uniform u = (Uniform) d;
      return -Math.log(u.max() - u.min());
    }
  };

  /** So many standard deviations from 0, what is cut off there is nothing. */
  private static final double FAR = 6;

  private static final double LOG_ROOT = 0.5 * Math.log(2 * Math.PI);
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  private final String label;
  private final int parameters;

  Likelihood(String label, int parameters) {
    this.label = label;
    this.parameters = parameters;
  }

  /**
   * The likeliest member of the family.
   *
   * @param x two or more times in seconds, not all equal
   * @throws RuntimeException if there is none that is offered
   */
  abstract Duration fit(double[] x);

  abstract double logDensity(Duration d, double t);

  String label() {
    return label;
  }

  int parameters() {
    return parameters;
  }

  double logLikelihood(Duration d, double[] x) {
    return Arrays.stream(x).map(t -> logDensity(d, t)).sum();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  /** What is 0 at the likeliest shape of a Weibull distribution. */
  private static double score(double[] logs, double mean, double shape) {
    double sum = 0;
    double weighted = 0;
    for (double log : logs) {
      double power = Math.exp(shape * log);
      sum += power;
      weighted += power * log;
    }
    return weighted / sum - 1 / shape - mean;
  }

  private static Duration truncated(double[] x, double mean, double sd) {
    ObjectiveFunction likelihood =
        new ObjectiveFunction(
            p -> {
              boolean offered = Math.abs(p[0]) < 12 && Math.abs(p[1]) < 12;
              return offered
                  ? NORMAL.logLikelihood(new Normal(mean * Math.exp(p[0]), sd * Math.exp(p[1])), x)
                  : Double.NEGATIVE_INFINITY;
            });
    PointValuePair found =
        new SimplexOptimizer(1e-8, 1e-8)
            .optimize(
                new MaxEval(2_000),
                likelihood,
                GoalType.MAXIMIZE,
                new InitialGuess(new double[] {0, 0}),
                new NelderMeadSimplex(2, 0.2));
    double[] p = found.getPoint();
    return new Normal(mean * Math.exp(p[0]), sd * Math.exp(p[1]));
  }
}
