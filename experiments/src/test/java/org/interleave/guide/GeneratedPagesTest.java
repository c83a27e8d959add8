package org.interleave.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.cli.CommandsPage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages that are made of something are as that something is now. */
class GeneratedPagesTest {

  private static final Path GUIDE = Path.of("doc/guide");
  private static final Path SCHEMA =
      Path.of("src/main/resources/org/interleave/presets/schema/spec.schema.json");

  private static final String ANEW =
      "the page is out of date; make it anew by ./mvnw -q -pl experiments -am test"
          + " -Dtest=GeneratedPagesTest -Dsurefire.failIfNoSpecifiedTests=false -Dguide.write";

  @Test
  void theSpecificationPageIsThatOfTheSchema() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(Files.readString(SCHEMA));
    check("specification.md", SpecificationPage.of(schema));
  }

  @Test
  void theCommandsPageIsThatOfTheCommands() throws IOException {
    check("commands.md", CommandsPage.text());
  }

  private static void check(String name, String now) throws IOException {
    Path page = GUIDE.resolve(name);
    if (System.getProperty("guide.write") != null) {
      Files.writeString(page, now);
    }
    assertThat(Files.readString(page)).as(ANEW).isEqualTo(now);
  }
}
