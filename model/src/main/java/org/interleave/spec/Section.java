package org.interleave.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.interleave.Workload;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;

/** A mapping of which every key is known: reads its values and says what is wrong with them. */
final class Section {

  /** Up to here whole microseconds in a double are exact. */
  private static final double MOST_SECONDS = 1e9;

  private final String name;
  private final SpecNode.Fields fields;

  private Section(String name, SpecNode.Fields fields) {
    this.name = name;
    this.fields = fields;
  }

  /** A section whose keys are just those given. */
  static Section of(String name, SpecNode node, String... keys) {
    Section section = open(name, node);
    Set<String> known = new java.util.LinkedHashSet<>(Arrays.asList(keys));
    section
        .fields
        .keyAt()
        .forEach(
            (key, at) -> {
              if (!known.contains(key)) {
                throw new SpecException(
                    at,
                    "unknown key "
                        + Printable.quoted(key)
                        + " in "
                        + name
                        + Suggestion.of(key, known));
              }
            });
    return section;
  }

  /** A section whose keys are names of the user's. */
  static Section open(String name, SpecNode node) {
    if (node instanceof SpecNode.Fields f) {
      return new Section(name, f);
    }
    throw new SpecException(
        node.at(), name + " must be a mapping (key: value), not " + node.kind());
  }

  Position at() {
    return fields.at();
  }

  Position at(String key) {
    Position at = fields.keyAt().get(key);
    return at == null ? fields.at() : at;
  }

  Set<String> keys() {
    return fields.values().keySet();
  }

  boolean has(String key) {
    return fields.values().containsKey(key);
  }

  @Nullable SpecNode find(String key) {
    return fields.values().get(key);
  }

  SpecNode need(String key) {
    SpecNode node = fields.values().get(key);
    if (node == null) {
      throw new SpecException(at(), name + " needs the key '" + key + "'; add it");
    }
    return node;
  }

  int whole(String key, int otherwise, int least, int most) {
    SpecNode node = find(key);
    return node == null ? otherwise : (int) Quantity.whole(label(key), node, least, most);
  }

  int whole(String key, int least, int most) {
    return (int) Quantity.whole(label(key), need(key), least, most);
  }

  boolean flag(String key, boolean otherwise) {
    SpecNode node = find(key);
    return node == null ? otherwise : Quantity.flag(label(key), node);
  }

  /** A time that is more than 0, in microseconds; 0 if there is none. */
  long micros(String key) {
    SpecNode node = find(key);
    if (node == null) {
      return 0;
    }
    double seconds = Quantity.seconds(label(key), node);
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new SpecException(
          node.at(), label(key) + " must be more than 0 and at most 1e9 s, but is " + seconds);
    }
    return Workload.micros(seconds);
  }

  /** A time that may be 0, in microseconds. */
  long microsOrZero(String key, long otherwise) {
    SpecNode node = find(key);
    if (node == null) {
      return otherwise;
    }
    double seconds = Quantity.seconds(label(key), node);
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new SpecException(
          node.at(), label(key) + " must be from 0 to 1e9 s, but is " + seconds);
    }
    return seconds == 0 ? 0 : Workload.micros(seconds);
  }

  /** One of the given values, found by its label. */
  <T> T choice(String key, T otherwise, T[] values, Function<T, String> label) {
    SpecNode node = find(key);
    if (node == null) {
      return otherwise;
    }
    String text = Quantity.text(label(key), node);
    for (T value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    List<String> known = Arrays.stream(values).map(label).toList();
    throw new SpecException(
        node.at(),
        label(key)
            + " "
            + Printable.quoted(text)
            + " is not known; it is one of "
            + String.join(", ", known));
  }

  /** Checks the text for people that some sections may hold. */
  void description() {
    SpecNode node = find("description");
    if (node != null) {
      Quantity.text(label("description"), node);
    }
  }

  /** A list of texts; a single text stands for a list of one. */
  static List<String> texts(String name, SpecNode node) {
    if (node instanceof SpecNode.Items items) {
      return items.items().stream().map(i -> Quantity.text("an item of " + name, i)).toList();
    }
    return List.of(Quantity.text(name, node));
  }

  String label(String key) {
    return name.isEmpty() ? key : key + " of " + name;
  }
}
