package org.interleave.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a specification with the place where it stands. */
sealed interface SpecNode {

  Position at();

  /** What it is, for messages. */
  String kind();

  /**
   * Text.
   *
   * @param plain whether it stands without quotes, so that it may be a number
   */
  record Scalar(Position at, String text, boolean plain) implements SpecNode {
    @Override
    public String kind() {
      return plain && text.isEmpty() ? "nothing" : "the value " + Printable.quoted(text);
    }
  }

  record Items(Position at, List<SpecNode> items) implements SpecNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys in the order of the file; {@code keyAt} says where each of them stands. */
  record Fields(Position at, Map<String, SpecNode> values, Map<String, Position> keyAt)
      implements SpecNode {
    @Override
    public String kind() {
      return "a mapping";
    }

    static Fields empty(Position at) {
      return new Fields(at, new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }
}
