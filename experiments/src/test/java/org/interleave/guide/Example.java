package org.interleave.guide;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Values of a schema as they stand in a specification, in one line. */
final class Example {

  private Example() {}

  static String of(JsonNode value) {
    if (value.isObject()) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      value.properties().forEach(f -> fields.add(f.getKey() + ": " + of(f.getValue())));
      return fields.toString();
    }
    if (value.isArray()) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      value.forEach(item -> items.add(of(item)));
      return items.toString();
    }
    String text = value.asString();
    return text.matches("[\\w].*") && !text.contains(": ") ? text : '"' + text + '"';
  }
}
