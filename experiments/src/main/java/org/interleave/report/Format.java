package org.interleave.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Format {

  private Format() {}

  /** Seconds with two decimals; a dash for NaN. */
  public static String seconds(double seconds) {
    return fixed(seconds, 2);
  }

  /** A number with as many digits as it has. */
  public static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A ratio with three decimals, as the paper prints I. */
  public static String ratio(double ratio) {
    return fixed(ratio, 3);
  }

  /** A share as a percentage with one decimal. */
  public static String percent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 1) + " %" : "-";
  }

  /** A deviation as a signed percentage with two decimals. */
  public static String deviation(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%+.2f %%", 100 * share) : "-";
  }

  /** A number with the given decimals, without the sign of a zero; a dash for NaN. */
  public static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
  }

  /** A time that is only known roughly, in the unit that suits it. */
  public static String duration(double seconds) {
    if (!(seconds < 120)) {
      return seconds < 7_200 ? Math.round(seconds / 60) + " min" : fixed(seconds / 3_600, 1) + " h";
    }
    return seconds < 10 ? fixed(seconds, 1) + " s" : Math.round(seconds) + " s";
  }
}
