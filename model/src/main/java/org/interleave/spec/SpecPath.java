package org.interleave.spec;

import java.util.ArrayList;
import java.util.List;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;

/** A path into a specification, such as {@code sets.Training.after[0]}. */
final class SpecPath {

  private final String text;
  private final List<Object> steps; // String for a key, Integer for an index

  private SpecPath(String text, List<Object> steps) {
    this.text = text;
    this.steps = steps;
  }

  static SpecPath of(String text) {
    List<Object> steps = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      int bracket = part.indexOf('[');
      steps.add(bracket < 0 ? part : part.substring(0, bracket));
      while (bracket >= 0) {
        int close = part.indexOf(']', bracket);
        String number = close < 0 ? "" : part.substring(bracket + 1, close);
        if (!number.matches("[0-9]{1,9}")) {
          throw new IllegalArgumentException("'" + part + "' is not a key or key[number]");
        }
        steps.add(Integer.parseInt(number));
        bracket = close + 1 == part.length() ? -1 : close + 1;
        if (bracket > 0 && part.charAt(bracket) != '[') {
          throw new IllegalArgumentException("'" + part + "' is not a key or key[number]");
        }
      }
    }
    return new SpecPath(text, steps);
  }

  /** Where the path leads, or the place closest to it. */
  Position locate(SpecNode root) {
    SpecNode node = root;
    Position at = root.at();
    for (Object step : steps) {
      SpecNode next = child(node, step);
      if (next == null) {
        return at;
      }
      at =
          node instanceof SpecNode.Fields f && step instanceof String key
              ? f.keyAt().getOrDefault(key, next.at())
              : next.at();
      node = next;
    }
    return node instanceof SpecNode.Scalar ? node.at() : at;
  }

  /**
   * Puts a value where the path leads; the last key may be new, and the first.
   *
   * @param preset turns the name of a preset into what it stands for
   */
  void set(SpecNode root, SpecNode value, PresetExpansion preset) {
    Position at = value.at();
    SpecNode node = root;
    for (int s = 0; s < steps.size() - 1; s++) {
      SpecNode next = child(node, steps.get(s));
      if (next == null && s == 0 && root instanceof SpecNode.Fields top) {
        // A part that the specification leaves to its defaults, such as policy.
        next = SpecNode.Fields.empty(at);
        top.values().put(String.valueOf(steps.get(s)), next);
        top.keyAt().put(String.valueOf(steps.get(s)), at);
      }
      if (next == null) {
        throw missing(at, node, steps.get(s));
      }
      if (next instanceof SpecNode.Scalar named && s == 0) {
        SpecNode expanded = preset.expand(String.valueOf(steps.get(s)), named);
        if (expanded != null && node instanceof SpecNode.Fields f) {
          f.values().put(String.valueOf(steps.get(s)), expanded);
          next = expanded;
        }
      }
      node = next;
    }
    Object last = steps.get(steps.size() - 1);
    if (node instanceof SpecNode.Fields f && last instanceof String key) {
      f.values().put(key, value);
      f.keyAt().put(key, at);
    } else if (node instanceof SpecNode.Items list
        && last instanceof Integer index
        && index < list.items().size()) {
      list.items().set(index, value);
    } else {
      throw missing(at, node, last);
    }
  }

  /** What a name at the top level of a specification stands for. */
  interface PresetExpansion {
    @Nullable SpecNode expand(String key, SpecNode.Scalar name);
  }

  private SpecException missing(Position at, SpecNode node, Object step) {
    String known =
        node instanceof SpecNode.Fields f && step instanceof String key
            ? Suggestion.of(key, f.values().keySet())
            : "; it is " + node.kind();
    return new SpecException(
        at, "the path '" + text + "' leads nowhere: there is no '" + step + "'" + known);
  }

  private static @Nullable SpecNode child(SpecNode node, Object step) {
    if (node instanceof SpecNode.Fields f && step instanceof String key) {
      return f.values().get(key);
    }
    if (node instanceof SpecNode.Items list
        && step instanceof Integer index
        && index < list.items().size()) {
      return list.items().get(index);
    }
    return null;
  }
}
