package org.interleave.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * One or more parameters that vary together: the first value of one goes with the first of the
 * others.
 *
 * @param parameters all with as many levels
 */
public record SweepAxis(List<Parameter> parameters) {

  public SweepAxis {
    parameters = List.copyOf(parameters);
  }

  /**
   * A value of a specification that is varied.
   *
   * @param path where it stands, as for {@code --set}
   * @param values what it becomes
   */
  public record Parameter(String path, Values values) {}

  /** What a parameter becomes: texts as a specification writes them. */
  public sealed interface Values {

    /** How many levels there are in a grid; 0 for a range of which this was not said. */
    int levels();

    /** The level with the given number, from 0. */
    String level(int number);

    /** The value at a coordinate from 0 (inclusive) to 1 (inclusive). */
    String at(double coordinate);
  }

  /** Values one by one. */
  public record Listed(List<String> texts) implements Values {

    public Listed {
      texts = List.copyOf(texts);
    }

    @Override
    public int levels() {
      return texts.size();
    }

    @Override
    public String level(int number) {
      return texts.get(number);
    }

    @Override
    public String at(double coordinate) {
      return texts.get(Math.min(texts.size() - 1, (int) (coordinate * texts.size())));
    }
  }

  /**
   * Values from one number to another.
   *
   * @param from the first
   * @param to the last
   * @param unit behind the number; empty if it has none
   * @param levels how many of them make a grid; 0 if that is not said
   * @param log whether each is the same multiple of the one before
   * @param whole whether they are rounded to whole numbers
   */
  public record Range(double from, double to, String unit, int levels, boolean log, boolean whole)
      implements Values {

    /** As many digits as a value has at most: what remains beyond them is binary dust. */
    private static final MathContext DIGITS = new MathContext(9, RoundingMode.HALF_EVEN);

    @Override
    public String level(int number) {
      return at(levels == 1 ? 0 : number / (levels - 1.0));
    }

    @Override
    public String at(double coordinate) {
      double value = log ? from * Math.pow(to / from, coordinate) : from + coordinate * (to - from);
      BigDecimal rounded =
          whole
              ? new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN)
              : new BigDecimal(value).round(DIGITS);
      String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
      return unit.isEmpty() ? text : text + " " + unit;
    }
  }

  /** How many levels the axis has in a grid; 0 if that is not said. */
  public int levels() {
    return parameters.get(0).values().levels();
  }

  /** What the axis is called. */
  public String label() {
    return String.join(" & ", parameters.stream().map(Parameter::path).toList());
  }
}
