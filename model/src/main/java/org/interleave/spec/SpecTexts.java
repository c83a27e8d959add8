package org.interleave.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** What was parsed once and is read again and again; from any thread. */
final class SpecTexts {

  /**
   * A text and what it holds.
   *
   * @param node not to be changed: copies are
   */
  record Parsed(String text, SpecNode node) {}

  private final ConcurrentMap<String, Parsed> parsed = new ConcurrentHashMap<>();

  /** What is known under a name, parsed now if it is not known yet. */
  Parsed of(String name, Supplier<Parsed> parse) {
    Parsed known = parsed.get(name);
    return known == null ? parsed.computeIfAbsent(name, n -> parse.get()) : known;
  }

  /** A copy into which values may be put. */
  static SpecNode copy(SpecNode node) {
    if (node instanceof SpecNode.Items list) {
      List<SpecNode> items = new ArrayList<>(list.items().size());
      list.items().forEach(item -> items.add(copy(item)));
      return new SpecNode.Items(list.at(), items);
    }
    if (node instanceof SpecNode.Fields fields) {
      LinkedHashMap<String, SpecNode> values = new LinkedHashMap<>();
      fields.values().forEach((key, value) -> values.put(key, copy(value)));
      return new SpecNode.Fields(fields.at(), values, new LinkedHashMap<>(fields.keyAt()));
    }
    return node;
  }
}
