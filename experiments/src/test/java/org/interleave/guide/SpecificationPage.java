package org.interleave.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.interleave.presets.ShippedPresets;
import tools.jackson.databind.JsonNode;

/**
 * The reference of the specification, from its schema: a section for every object with a title, in
 * the order in which they are met.
 */
final class SpecificationPage {

  private static final String INTRODUCTION =
      """
      # The specification

      <!-- Made of spec.schema.json; CONTRIBUTING.md says how to make it anew. -->

      A specification is a YAML file (or JSON, which is YAML too) that names task sets, what they need and what they wait
      for, and the machine. Unknown keys, missing units and contradictions are refused in one line, with the place and the
      way out. [Commands](commands.md) that take a specification take the name of a shipped one too, and replace any value
      by `--set PATH=VALUE`: `--set sets.Training.tasks=4`, `--set cluster.nodes[0].count=32`, `--set policy.order=shortest`.
      Editors that know JSON Schema complete and check specifications with
      [spec.schema.json](../../src/main/resources/org/interleave/presets/schema/spec.schema.json), of which this page is
      made.

      What `interleave init` writes is a whole one:

      ```yaml
      """;

  private final JsonNode root;
  private final StringBuilder page = new StringBuilder(INTRODUCTION);
  private final Map<String, JsonNode> sections = new LinkedHashMap<>();
  private final List<JsonNode> waiting = new ArrayList<>();

  private SpecificationPage(JsonNode root) {
    this.root = root;
  }

  static String of(JsonNode schema) {
    return new SpecificationPage(schema).text();
  }

  private String text() {
    page.append(new ShippedPresets().text(ShippedPresets.WORKFLOW, "starter")).append("```\n");
    page.append("\n## Top level\n\n").append(sentence(root)).append("\n\n");
    table(root);
    while (!waiting.isEmpty()) {
      JsonNode next = waiting.remove(0);
      page.append("\n## ").append(title(next)).append("\n\n");
      page.append(sentence(next)).append("\n\n");
      if (title(next).equals("Distributions")) {
        families(next);
      } else {
        table(next);
      }
    }
    values();
    return page.toString();
  }

  private void table(JsonNode object) {
    List<String> required = texts(object.path("required"));
    page.append("| key | meaning | value | if left out | example |\n|---|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> field : object.path("properties").properties()) {
      String key = field.getKey();
      JsonNode node = field.getValue();
      row(
          "`" + key + "`",
          node.path("description").asString(),
          value(node),
          required.contains(key)
              ? "**required**"
              : node.has("default") ? code(Example.of(node.path("default"))) : "",
          examples(key + ": ", node));
    }
  }

  private void families(JsonNode distribution) {
    page.append("| family | meaning | parameters | example |\n|---|---|---|---|\n");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : distribution.path("properties").properties()) {
      JsonNode node = field.getValue();
      List<String> forms = new ArrayList<>();
      if (node.has("oneOf")) {
        node.path("oneOf").forEach(f -> forms.add(codes(texts(f.path("required")), " and ")));
      } else if (node.has("required")) {
        forms.add(codes(texts(node.path("required")), " and "));
      } else {
        forms.add(value(node));
      }
      row(
          "`" + field.getKey() + "`",
          node.path("description").asString(),
          String.join(", or ", forms),
          examples(field.getKey() + ": ", node));
      for (Map.Entry<String, JsonNode> p : node.path("properties").properties()) {
        String meaning = p.getValue().path("description").asString() + "; " + value(p.getValue());
        parameters.merge(
            meaning, field.getKey() + ": `" + p.getKey() + "`", (a, b) -> a + ", " + b);
      }
    }
    page.append("\n| parameter | meaning |\n|---|---|\n");
    parameters.forEach((meaning, where) -> row(where, meaning));
  }

  /** Definitions of values that are no objects. */
  private void values() {
    page.append("\n## Values\n\n| value | meaning | made of | example |\n|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> definition : root.path("$defs").properties()) {
      JsonNode node = definition.getValue();
      if (node.has("title") && !isSection(node)) {
        row(
            "<a id=\"" + anchor(title(node)) + "\"></a>" + title(node),
            node.path("description").asString(),
            stream(node.path("anyOf")).anyMatch(either -> either.has("$ref")) ? value(node) : "",
            examples("", node));
      }
    }
  }

  /** What may stand there, with links to what is explained elsewhere. */
  private String value(JsonNode node) {
    if (node.has("$ref")) {
      JsonNode target = target(node);
      return isSection(target)
          ? section(target)
          : "[" + title(target) + "](#" + anchor(title(target)) + ")" + inner(target);
    }
    if (node.has("const")) {
      return code(node.path("const").asString());
    }
    if (node.has("enum")) {
      return codes(texts(node.path("enum")), ", ");
    }
    if (node.has("anyOf")) {
      return String.join(" or ", stream(node.path("anyOf")).map(this::value).toList());
    }
    if (isSection(node)) {
      return section(node);
    }
    return switch (node.path("type").asString("")) {
      case "integer" -> "whole number" + range(node);
      case "number" -> "number" + range(node);
      case "boolean" -> "`true` or `false`";
      case "array" -> "list of " + plural(value(node.path("items")));
      case "object" -> "names with " + plural(value(node.path("additionalProperties")));
      default -> "text";
    };
  }

  /** Values may hold objects that deserve a section of their own. */
  private String inner(JsonNode target) {
    for (JsonNode either : target.path("anyOf")) {
      JsonNode meant = either.has("$ref") ? target(either) : either;
      if (isSection(meant)) {
        section(meant);
      } else if (either.has("$ref")) {
        inner(meant);
      }
    }
    return "";
  }

  private String section(JsonNode node) {
    if (sections.putIfAbsent(title(node), node) == null) {
      waiting.add(node);
    }
    return "[" + title(node).toLowerCase(Locale.ROOT) + "](#" + anchor(title(node)) + ")";
  }

  private static boolean isSection(JsonNode node) {
    return node.has("title") && node.has("properties");
  }

  private JsonNode target(JsonNode reference) {
    String name = reference.path("$ref").asString();
    return root.path("$defs").path(name.substring(name.lastIndexOf('/') + 1));
  }

  private static String range(JsonNode node) {
    if (node.has("exclusiveMinimum")) {
      String most = node.has("maximum") ? ", at most " + number(node.path("maximum")) : "";
      return " more than " + number(node.path("exclusiveMinimum")) + most;
    }
    if (!node.has("minimum")) {
      return "";
    }
    return node.has("maximum")
        ? ", " + number(node.path("minimum")) + " to " + number(node.path("maximum"))
        : ", " + number(node.path("minimum")) + " or more";
  }

  private static String number(JsonNode node) {
    return String.format(Locale.ROOT, "%,d", node.asLong());
  }

  private static String plural(String value) {
    return value.startsWith("[") && value.contains("](#") && !value.contains("s](#")
        ? value.replaceFirst("]\\(#", "s](#")
        : value.replace("whole number", "whole numbers");
  }

  private static String title(JsonNode node) {
    return node.path("title").asString();
  }

  private static String sentence(JsonNode node) {
    String text = node.path("description").asString();
    String first = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return first.endsWith(".") ? first : first + ".";
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String examples(String before, JsonNode node) {
    return String.join(
        ", ", stream(node.path("examples")).map(e -> code(before + Example.of(e))).toList());
  }

  private static String codes(List<String> texts, String between) {
    return String.join(between, texts.stream().map(SpecificationPage::code).toList());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private void row(String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(JsonNode::asString).toList();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
