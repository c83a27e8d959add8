package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.presets.ShippedPresets;
import org.interleave.presets.SpecSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The schema of sweeps for editors: it accepts what is shipped, and what the reader reads. */
class SweepSchemaTest {

  static final Path FILE =
      Path.of("src/main/resources/org/interleave/presets/schema/sweep.schema.json");

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(JsonMapper.shared().readTree(Files.readString(FILE)));
  }

  @Test
  void whatIsShippedIsValidAndCanBeRead() throws IOException {
    ShippedPresets presets = new ShippedPresets();
    assertThat(presets.names(ShippedPresets.SWEEP)).isNotEmpty();
    for (String name : presets.names(ShippedPresets.SWEEP)) {
      String text = String.valueOf(presets.text(ShippedPresets.SWEEP, name));
      assertThat(schema().validate(SpecJson.of(SpecParser.parse(name, text)))).as(name).isEmpty();
      Sweep sweep = SweepReader.read(name, text);
      assertThat(SpecSource.of(sweep.base(), Path.of("")).read(sweep.settings())).isNotNull();
      assertThat(presets.summary(ShippedPresets.SWEEP, name)).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vary: {a: [1, 2]}\ndesign: tornado\nseed: -3\n",
        "vary: [{a: [1, 2], b: [x, y]}, {c: {from: 1 s, to: 9 s, step: 2 s}}]\nbaseline: sets\n",
        "vary: {a: {from: 1, to: 9, scale: log, whole: true}}\ndesign: {sensitivity: 8}\n",
        "vary: {a: [1]}\nwhere: '{a} > 0'\nreplications: {half-width: 0.01, least: 4, most: 99}\n",
        "vary: {a: [1]}\nwhere: ['{a} > 0']\nreplications: {count: 4, antithetic: true}\n"
      })
  void whatTheReaderReadsIsValid(String rest) throws IOException {
    String text = "sweep: 1\nspec: diamond\n" + rest;
    SweepReader.read("s", text);
    assertThat(schema().validate(SpecJson.of(SpecParser.parse("s", text)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vary: {}\n",
        "vary: {a: []}\n",
        "vary: {a: 1}\n",
        "vary: {a: [1]}\ndesign: {sobol: 0}\n",
        "vary: {a: [1]}\ndesign: sobol\n",
        "vary: {a: [1]}\nreplications: 0\n",
        "vary: {a: [1]}\nreplication: 3\n",
        "vary: {a: {from: 1, until: 3, count: 2}}\n"
      })
  void whatTheReaderRefusesIsInvalid(String rest) throws IOException {
    String text = "sweep: 1\nspec: diamond\n" + rest;
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> SweepReader.read("s", text))
        .isInstanceOf(SpecException.class);
    assertThat(schema().validate(SpecJson.of(SpecParser.parse("s", text)))).isNotEmpty();
  }
}
