package org.interleave.spec;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and numbers with units, as a specification writes them. */
final class Quantity {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?");
  private static final Pattern WITH_UNIT =
      Pattern.compile("(" + NUMBER.pattern() + ")\\s*([A-Za-z\u00b5\u03bc]+)");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("[+-]?0[0-9]+");
  private static final int LONGEST = 60;

  /** The most memory that anything may have, so that sums of it fit a long. */
  static final long MOST_MEBIBYTES = 1_000_000_000_000L;

  /** Seconds in each unit of time. */
  private static final Map<String, BigDecimal> TIME =
      Map.of(
          "us", new BigDecimal("0.000001"),
          "ms", new BigDecimal("0.001"),
          "s", BigDecimal.ONE,
          "min", new BigDecimal(60),
          "h", new BigDecimal(3600));

  /** MiB in each unit of memory. */
  private static final Map<String, BigDecimal> MEMORY =
      Map.of("MiB", BigDecimal.ONE, "GiB", new BigDecimal(1024), "TiB", new BigDecimal(1048576));

  private Quantity() {}

  /** A time in seconds. */
  static double seconds(String name, SpecNode node) {
    return withUnit(name, node, TIME, "us, ms, s, min or h", "s");
  }

  /** Memory in MiB. */
  static long mebibytes(String name, SpecNode node) {
    double value = withUnit(name, node, MEMORY, "MiB, GiB or TiB", "GiB");
    if (!(value >= 0 && value <= MOST_MEBIBYTES)) {
      throw new SpecException(node.at(), name + " must be from 0 to 1e12 MiB, but is " + value);
    }
    return (long) Math.ceil(value);
  }

  private static double withUnit(
      String name, SpecNode node, Map<String, BigDecimal> units, String known, String example) {
    String text = text(name, node);
    Matcher m = WITH_UNIT.matcher(text);
    if (text.length() <= LONGEST && m.matches()) {
      BigDecimal factor = units.get(m.group(2));
      if (factor == null) {
        throw new SpecException(
            node.at(), name + " has the unknown unit '" + m.group(2) + "'; the units are " + known);
      }
      return finite(name, node, m.group(1), factor);
    }
    if (NUMBER.matcher(text).matches()) {
      throw new SpecException(
          node.at(),
          name
              + " needs a unit; write "
              + Printable.quoted(text + " " + example)
              + " ("
              + known
              + ")");
    }
    throw new SpecException(
        node.at(),
        name
            + " must be a number with a unit such as '90 "
            + example
            + "', not "
            + Printable.quoted(text)
            + lookalike(text));
  }

  /** A number without a unit. */
  static double number(String name, SpecNode node) {
    String text = plain(name, node, "a number");
    if (text.length() > LONGEST || !NUMBER.matcher(text).matches()) {
      throw new SpecException(
          node.at(), name + " must be a number, not " + Printable.quoted(text) + lookalike(text));
    }
    return finite(name, node, text, BigDecimal.ONE);
  }

  /** A whole number in the given range. */
  static long whole(String name, SpecNode node, long least, long most) {
    String text = plain(name, node, "a whole number");
    if (!WHOLE.matcher(text).matches()) {
      throw new SpecException(
          node.at(),
          name + " must be a whole number, not " + Printable.quoted(text) + lookalike(text));
    }
    if (OCTAL.matcher(text).matches()) {
      throw new SpecException(
          node.at(), name + " must not begin with 0, which some read as octal; write it without");
    }
    if (text.length() <= 18) {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new SpecException(
        node.at(),
        name
            + " must be from "
            + least
            + " to "
            + most
            + ", but is "
            + (text.length() <= LONGEST ? text : "a number of " + text.length() + " digits"));
  }

  /** Just {@code true} or {@code false}: none of the other words that YAML once took for these. */
  static boolean flag(String name, SpecNode node) {
    String text = plain(name, node, "true or false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new SpecException(
          node.at(), name + " must be true or false, not " + Printable.quoted(text));
    }
    return text.equals("true");
  }

  private static double finite(String name, SpecNode node, String digits, BigDecimal factor) {
    double value = new BigDecimal(digits).multiply(factor).doubleValue();
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      throw new SpecException(node.at(), name + " is too large: " + digits);
    }
    return value;
  }

  /** A name or another text that is shown to people: one line, without control characters. */
  static String line(String name, SpecNode node) {
    String text = text(name, node);
    text.codePoints()
        .filter(Printable::isUnsafe)
        .findFirst()
        .ifPresent(
            c -> {
              throw new SpecException(
                  node.at(),
                  name
                      + String.format(Locale.ROOT, " holds the character U+%04X", c)
                      + ", which is not shown as what it is; remove it");
            });
    return text;
  }

  /** A name for people. */
  static String name(String name, SpecNode node) {
    String text = line(name, node);
    if (text.isBlank() || text.length() > Limits.NAME_CHARACTERS) {
      throw new SpecException(
          node.at(),
          name
              + " must have 1 to "
              + Limits.NAME_CHARACTERS
              + " characters, not "
              + Printable.quoted(text));
    }
    return text;
  }

  /** The text of a number, which quotes would make a text of in the eyes of other programs. */
  private static String plain(String name, SpecNode node, String kind) {
    String text = text(name, node);
    if (node instanceof SpecNode.Scalar s && !s.plain()) {
      throw new SpecException(
          node.at(),
          name + " must be " + kind + "; remove the quotes around " + Printable.quoted(text));
    }
    return text;
  }

  /** Names the first character that may look like one of a number or unit, but is none. */
  private static String lookalike(String text) {
    return text.codePoints()
        .filter(c -> c > 0x7F)
        .mapToObj(
            c ->
                "; it holds "
                    + String.format(Locale.ROOT, "U+%04X", c)
                    + " ("
                    + String.valueOf(Character.getName(c)).toLowerCase(Locale.ROOT)
                    + ")")
        .findFirst()
        .orElse("");
  }

  /** A number, in seconds or MiB if it has such a unit; NaN if the text is none. */
  static double magnitude(String text) {
    Matcher m = WITH_UNIT.matcher(text);
    if (text.length() <= LONGEST && m.matches()) {
      BigDecimal factor = TIME.getOrDefault(m.group(2), MEMORY.get(m.group(2)));
      return factor == null
          ? Double.NaN
          : new BigDecimal(m.group(1)).multiply(factor).doubleValue();
    }
    return text.length() <= LONGEST && NUMBER.matcher(text).matches()
        ? Double.parseDouble(text)
        : Double.NaN;
  }

  static String text(String name, SpecNode node) {
    if (node instanceof SpecNode.Scalar s) {
      if (s.plain() && (s.text().isEmpty() || s.text().equals("~") || s.text().equals("null"))) {
        throw new SpecException(node.at(), name + " has no value; give it one or remove the key");
      }
      return s.text();
    }
    throw new SpecException(node.at(), name + " must be a single value, not " + node.kind());
  }
}
