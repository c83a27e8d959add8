package org.interleave.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A specification as an editor sees it, which knows nothing of what the keys mean. */
final class SpecJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");

  private SpecJson() {}

  static JsonNode of(SpecNode node) {
    if (node instanceof SpecNode.Scalar scalar) {
      return scalar.plain() ? plain(scalar.text()) : JSON.stringNode(scalar.text());
    }
    if (node instanceof SpecNode.Items list) {
      ArrayNode array = JSON.arrayNode();
      list.items().forEach(item -> array.add(of(item)));
      return array;
    }
    ObjectNode object = JSON.objectNode();
    ((SpecNode.Fields) node).values().forEach((key, value) -> object.set(key, of(value)));
    return object;
  }

  private static JsonNode plain(String text) {
    return switch (text) {
      case "", "~", "null" -> JSON.nullNode();
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      default ->
          WHOLE.matcher(text).matches()
              ? JSON.numberNode(new BigInteger(text))
              : NUMBER.matcher(text).matches() && text.length() < 100
                  ? JSON.numberNode(new BigDecimal(text))
                  : JSON.stringNode(text);
    };
  }
}
