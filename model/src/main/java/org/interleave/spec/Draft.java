package org.interleave.spec;

import java.util.ArrayList;
import java.util.List;

/** Nodes that are not read but yet to be written; they stand nowhere. */
final class Draft {

  private static final Position NOWHERE = new Position("draft", 1, 1);

  private final SpecNode.Fields fields = SpecNode.Fields.empty(NOWHERE);

  /** A number, a time or a word of the format: never in quotes. */
  static SpecNode plain(String text) {
    return new SpecNode.Scalar(NOWHERE, text, true);
  }

  /** A text of the user's: in quotes where it could be taken for something else. */
  static SpecNode text(String text) {
    return new SpecNode.Scalar(NOWHERE, text, false);
  }

  static SpecNode list(List<? extends SpecNode> items) {
    return new SpecNode.Items(NOWHERE, new ArrayList<>(items));
  }

  static SpecNode texts(List<String> items) {
    return list(items.stream().map(Draft::text).toList());
  }

  /** A mapping of one key. */
  static SpecNode only(String key, SpecNode value) {
    return new Draft().put(key, value).node();
  }

  Draft put(String key, SpecNode value) {
    fields.values().put(key, value);
    return this;
  }

  Draft put(String key, String plain) {
    return put(key, plain(plain));
  }

  /** A whole number, unless it is the one that stands for a missing key. */
  Draft put(String key, long value, long otherwise) {
    return value == otherwise ? this : put(key, String.valueOf(value));
  }

  /** A text, unless it is the one that stands for a missing key. */
  Draft putText(String key, String text, String otherwise) {
    return text.equals(otherwise) ? this : put(key, text(text));
  }

  /** A time in microseconds, unless it is the one that stands for a missing key. */
  Draft putMicros(String key, long micros, long otherwise) {
    return micros == otherwise ? this : put(key, QuantityText.micros(micros));
  }

  /** Memory in MiB, unless there is none. */
  Draft putMemory(String key, long mebibytes) {
    return mebibytes == 0 ? this : put(key, QuantityText.mebibytes(mebibytes));
  }

  /** A mapping, unless it is empty. */
  Draft putUnlessEmpty(String key, Draft draft) {
    return draft.fields.values().isEmpty() ? this : put(key, draft.node());
  }

  SpecNode node() {
    return fields;
  }
}
