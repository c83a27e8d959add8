package org.interleave.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.presets.ShippedPresets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema for editors: what the reader reads, it accepts; it knows the same keys. */
class SchemaTest {

  private static final Path FILE =
      Path.of("src/main/resources/org/interleave/presets/schema/spec.schema.json");
  private static final Path WRONG = Path.of("src/test/resources/wrong");
  private static final Path HOSTILE = Path.of("src/test/resources/hostile");
  private static final int MUTANTS = 3_000;

  private static final JsonNode TREE = tree();
  static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TREE);

  @TempDir private Path folder;

  private static JsonNode tree() {
    return tree(FILE);
  }

  private static JsonNode tree(Path file) {
    try {
      return JsonMapper.builder().build().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<String> right() throws IOException {
    Matcher example =
        Pattern.compile("```yaml\n(interleave: 1.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(example.find()).isTrue();
    return Stream.concat(SpecCorpus.right().stream(), Stream.of(example.group(1))).toList();
  }

  @ParameterizedTest
  @MethodSource("right")
  void whatIsShippedIsValid(String text) {
    assertThat(SCHEMA.validate(SpecJson.of(SpecParser.parse("spec", text)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "overheads"})
  void shippedPartsAreValidInPlace(String kind) {
    ShippedPresets presets = new ShippedPresets();
    for (String name : presets.names(kind)) {
      String part = String.valueOf(presets.text(kind, name)).indent(2);
      String text =
          "interleave: 1\nsets: {A: {time: 1 s}}\n"
              + (kind.equals("cluster") ? "" : "cluster: summit-16\n")
              + kind
              + ":\n"
              + part;
      assertThat(SCHEMA.validate(SpecJson.of(SpecParser.parse(name, text)))).as(name).isEmpty();
    }
  }

  /**
   * What only the reader finds: references and cycles, capacity, sums and sizes, places of files,
   * and the relations of values to each other.
   */
  @Test
  void theSchemaRefusesWhatNeedsNoOtherPlace() throws IOException {
    TreeSet<String> accepted = new TreeSet<>();
    int refused = 0;
    for (Path corpus : List.of(WRONG, HOSTILE)) {
      try (var files = Files.list(corpus)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
          Optional<SpecNode> root = parsed(Files.readString(file));
          if (root.isPresent() && SCHEMA.validate(SpecJson.of(root.get())).isEmpty()) {
            accepted.add(corpus.getFileName() + "/" + file.getFileName());
          } else if (root.isPresent()) {
            refused++;
          }
        }
      }
    }
    assertThat(accepted)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/schema/only-the-reader-finds.txt")));
    assertThat(refused).isGreaterThan(60);
  }

  @Test
  void whatTheReaderReadsIsValid() throws IOException {
    MutantCheck check = new MutantCheck(folder);
    int read = 0;
    for (long seed = 0; seed < MUTANTS; seed++) {
      Mutant mutant = Mutant.of(seed);
      if (mutant.settings().isEmpty() && check.read(mutant).isPresent()) {
        read++;
        SpecNode root = SpecParser.parse("mutant", new String(mutant.bytes(), UTF_8));
        assertThat(SCHEMA.validate(SpecJson.of(root))).as(mutant.toString()).isEmpty();
      }
    }
    assertThat(read).isGreaterThan(MUTANTS / 10);
  }

  @Test
  void everyKeyIsDescribed() {
    describe(TREE);
    describe(tree(SweepSchemaTest.FILE));
  }

  private static void describe(JsonNode node) {
    node.path("properties")
        .properties()
        .forEach(
            key ->
                assertThat(key.getValue().path("description").asString())
                    .as(key.getKey())
                    .isNotBlank());
    node.forEach(SchemaTest::describe);
  }

  @Test
  void everyExampleIsValidWhereItStands() {
    int examples = examplesAreValid(TREE);
    assertThat(examples).isGreaterThan(100);
  }

  private static int examplesAreValid(JsonNode node) {
    int count = 0;
    if (node.path("examples").isArray()) {
      ObjectNode alone = JsonMapper.builder().build().createObjectNode();
      alone.set("$defs", TREE.path("$defs"));
      alone.putArray("allOf").add(node);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(alone);
      for (JsonNode example : node.path("examples")) {
        assertThat(schema.validate(example)).as(example.toString()).isEmpty();
        count++;
      }
    }
    for (JsonNode child : node) {
      count += examplesAreValid(child);
    }
    return count;
  }

  @Test
  void theReaderAndTheSchemaKnowTheSameKeys() throws IOException {
    TreeSet<String> inSchema = new TreeSet<>();
    collect(TREE, inSchema);
    collect(tree(SweepSchemaTest.FILE), inSchema);
    assertThat(inSchema).isEqualTo(ReaderKeys.all());
  }

  private static void collect(JsonNode node, TreeSet<String> keys) {
    if (node.has("additionalProperties") && node.has("properties")) {
      assertThat(node.path("additionalProperties").asBoolean()).isFalse();
      keys.add(new TreeSet<>(node.path("properties").propertyNames()).toString());
    }
    node.forEach(child -> collect(child, keys));
  }

  private static Optional<SpecNode> parsed(String text) {
    try {
      return Optional.of(SpecParser.parse("text", text));
    } catch (SpecException e) {
      return Optional.empty();
    }
  }
}
