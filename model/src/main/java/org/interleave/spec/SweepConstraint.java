package org.interleave.spec;

import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A condition on the values of a point, such as {@code {sets.A.tasks} * 4 <= 704}: arithmetic,
 * comparisons, {@code and}, {@code or}, {@code not}. Paths stand in braces. Times count in seconds,
 * memory in MiB.
 */
public final class SweepConstraint {

  private static final int DEEPEST = 50;
  private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "==", "!=");

  private final String text;
  private final ToDoubleFunction<Map<String, String>> condition;

  private SweepConstraint(String text, ToDoubleFunction<Map<String, String>> condition) {
    this.text = text;
    this.condition = condition;
  }

  /**
   * Understands a condition.
   *
   * @param paths what may stand in braces
   * @throws SpecException at the given place, if it is none
   */
  static SweepConstraint of(String text, Position at, Set<String> paths) {
    Words words = new Words(text, at, paths);
    ToDoubleFunction<Map<String, String>> condition = words.either(0);
    words.end();
    return new SweepConstraint(text, condition);
  }

  /** Whether a point keeps it. A comparison with what is no number does not hold. */
  public boolean holds(Map<String, String> values) {
    return condition.applyAsDouble(values) > 0;
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }

  /** Recursive descent, one method a level of binding. */
  private static final class Words {
    private final String text;
    private final Position position;
    private final Set<String> paths;
    private int at;

    Words(String text, Position position, Set<String> paths) {
      this.text = text;
      this.position = position;
      this.paths = paths;
    }

    ToDoubleFunction<Map<String, String>> either(int depth) {
      if (depth > DEEPEST) {
        throw wrong("is nested too deeply");
      }
      ToDoubleFunction<Map<String, String>> left = both(depth);
      while (takeWord("or")) {
        ToDoubleFunction<Map<String, String>> a = left;
        ToDoubleFunction<Map<String, String>> b = both(depth);
        left = v -> truth(a.applyAsDouble(v) > 0 || b.applyAsDouble(v) > 0);
      }
      return left;
    }

    private ToDoubleFunction<Map<String, String>> both(int depth) {
      ToDoubleFunction<Map<String, String>> left = negation(depth);
      while (takeWord("and")) {
        ToDoubleFunction<Map<String, String>> a = left;
        ToDoubleFunction<Map<String, String>> b = negation(depth);
        left = v -> truth(a.applyAsDouble(v) > 0 && b.applyAsDouble(v) > 0);
      }
      return left;
    }

    private ToDoubleFunction<Map<String, String>> negation(int depth) {
      if (takeWord("not")) {
        ToDoubleFunction<Map<String, String>> a = comparison(depth);
        return v -> truth(!(a.applyAsDouble(v) > 0));
      }
      return comparison(depth);
    }

    private ToDoubleFunction<Map<String, String>> comparison(int depth) {
      ToDoubleFunction<Map<String, String>> a = sum(depth);
      skip();
      String sign = symbol();
      if (!COMPARISONS.contains(sign)) {
        return a;
      }
      at += sign.length();
      ToDoubleFunction<Map<String, String>> b = sum(depth);
      return switch (sign) {
        case "<" -> v -> truth(a.applyAsDouble(v) < b.applyAsDouble(v));
        case "<=" -> v -> truth(a.applyAsDouble(v) <= b.applyAsDouble(v));
        case ">" -> v -> truth(a.applyAsDouble(v) > b.applyAsDouble(v));
        case ">=" -> v -> truth(a.applyAsDouble(v) >= b.applyAsDouble(v));
        case "==" -> v -> truth(a.applyAsDouble(v) == b.applyAsDouble(v));
        default ->
            v -> {
              double x = a.applyAsDouble(v);
              double y = b.applyAsDouble(v);
              return truth(x < y || x > y); // != would hold of what is no number
            };
      };
    }

    /** The comparison that begins here, or what else does. */
    private String symbol() {
      String two = text.substring(at, Math.min(text.length(), at + 2));
      return COMPARISONS.contains(two) ? two : two.isEmpty() ? "" : two.substring(0, 1);
    }

    private ToDoubleFunction<Map<String, String>> sum(int depth) {
      ToDoubleFunction<Map<String, String>> left = product(depth);
      while (true) {
        ToDoubleFunction<Map<String, String>> a = left;
        if (take('+')) {
          ToDoubleFunction<Map<String, String>> b = product(depth);
          left = v -> a.applyAsDouble(v) + b.applyAsDouble(v);
        } else if (take('-')) {
          ToDoubleFunction<Map<String, String>> b = product(depth);
          left = v -> a.applyAsDouble(v) - b.applyAsDouble(v);
        } else {
          return left;
        }
      }
    }

    private ToDoubleFunction<Map<String, String>> product(int depth) {
      ToDoubleFunction<Map<String, String>> left = factor(depth);
      while (true) {
        ToDoubleFunction<Map<String, String>> a = left;
        if (take('*')) {
          ToDoubleFunction<Map<String, String>> b = factor(depth);
          left = v -> a.applyAsDouble(v) * b.applyAsDouble(v);
        } else if (take('/')) {
          ToDoubleFunction<Map<String, String>> b = factor(depth);
          left = v -> a.applyAsDouble(v) / b.applyAsDouble(v);
        } else {
          return left;
        }
      }
    }

    private ToDoubleFunction<Map<String, String>> factor(int depth) {
      if (depth > DEEPEST) {
        throw wrong("is nested too deeply");
      }
      if (take('-')) {
        ToDoubleFunction<Map<String, String>> a = factor(depth + 1);
        return v -> -a.applyAsDouble(v);
      }
      if (take('(')) {
        ToDoubleFunction<Map<String, String>> inner = either(depth + 1);
        if (!take(')')) {
          throw wrong("has no ')' for a '('");
        }
        return inner;
      }
      if (take('{')) {
        int close = text.indexOf('}', at);
        if (close < 0) {
          throw wrong("has no '}' for a '{'");
        }
        String path = text.substring(at, close).strip();
        at = close + 1;
        if (!paths.contains(path)) {
          throw wrong("names " + Printable.quoted(path) + ", which is not varied");
        }
        return v -> Quantity.magnitude(v.getOrDefault(path, ""));
      }
      int from = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      double number = Quantity.magnitude(text.substring(from, at));
      if (Double.isNaN(number)) {
        throw wrong(
            from < text.length()
                ? "can't be understood from '" + Printable.of(text.substring(from)) + "' on"
                : "ends too early");
      }
      return v -> number;
    }

    void end() {
      skip();
      if (at < text.length()) {
        throw wrong("can't be understood from '" + Printable.of(text.substring(at)) + "' on");
      }
    }

    private void skip() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private boolean take(char c) {
      skip();
      boolean here = at < text.length() && text.charAt(at) == c;
      at += here ? 1 : 0;
      return here;
    }

    private boolean takeWord(String word) {
      skip();
      int end = at + word.length();
      boolean here =
          text.startsWith(word, at)
              && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      at += here ? word.length() : 0;
      return here;
    }

    private SpecException wrong(String what) {
      return new SpecException(
          position,
          "the condition "
              + Printable.quoted(text)
              + " "
              + what
              + "; write it as in '{sets.Training.tasks} * 4 <= 704'");
    }
  }
}
