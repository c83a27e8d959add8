package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What people read leads where it says, and names commands that there are. */
class GuideTest {

  private static final Path GUIDE = Path.of("doc/guide");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
  private static final Pattern BLOCK = Pattern.compile("(?s)```\\w*\n(.*?)```");

  static List<Path> pages() throws IOException {
    try (Stream<Path> guide = Files.list(GUIDE)) {
      return Stream.concat(
              Stream.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")), guide.sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    List<String> dead = new ArrayList<>();
    LINK.matcher(Files.readString(page))
        .results()
        .map(m -> m.group(1))
        .filter(link -> !link.startsWith("https://"))
        .forEach(
            link -> {
              int hash = link.indexOf('#');
              String file = hash < 0 ? link : link.substring(0, hash);
              Path target = file.isEmpty() ? page : page.resolveSibling(file);
              if (!Files.exists(target)
                  || hash >= 0 && !anchors(target).contains(link.substring(hash + 1))) {
                dead.add(link);
              }
            });
    assertThat(dead).isEmpty();
  }

  private static TreeSet<String> anchors(Path page) {
    try {
      String text = Files.readString(page);
      TreeSet<String> anchors = new TreeSet<>();
      ANCHOR.matcher(text).results().forEach(m -> anchors.add(m.group(1)));
      HEADING
          .matcher(text)
          .results()
          .map(m -> m.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
          .forEach(heading -> anchors.add(heading.replace(' ', '-')));
      return anchors;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The guide's own index names all of it. */
  @Test
  void everyPageIsListed() throws IOException {
    String index = Files.readString(GUIDE.resolve("README.md"));
    for (Path page : pages()) {
      if (page.startsWith(GUIDE) && !page.endsWith("README.md")) {
        assertThat(index).contains("(" + page.getFileName() + ")");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsAreUnderstood(Path page) throws IOException {
    for (String line :
        BLOCK
            .matcher(Files.readString(page))
            .results()
            .flatMap(m -> m.group(1).lines())
            .filter(l -> l.matches("(\\./)?interleave .*") && !l.contains("[OPTION]"))
            .toList()) {
      String command = line.replaceAll("\\s+#.*|\\s+(&&|>|\\|).*", "");
      String[] words = command.strip().split("\\s+", -1);
      assertThat(
              Main.commandLine()
                  .parseArgs(List.of(words).subList(1, words.length).toArray(new String[0])))
          .as(line)
          .isNotNull();
    }
  }

  @Test
  void theExitCodesAreThoseOfTheHelp() throws IOException {
    String help = CommandRun.of("--help").out();
    String page = Files.readString(GUIDE.resolve("commands.md"));
    for (String code : List.of("0", "1", "2", "70", "74", "130")) {
      assertThat(page).contains("\n| " + code);
      assertThat(help).containsPattern("\\b" + code + "\\b");
    }
  }

  /** As https://citation-file-format.github.io demands of version 1.2.0. */
  @Test
  void theCitationHasItsForm() throws IOException {
    Map<String, Object> citation =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(Path.of("../CITATION.cff")));
    assertThat(citation).containsEntry("cff-version", "1.2.0").containsEntry("type", "software");
    assertThat(citation).containsKeys("message", "title", "version", "license");
    assertThat((List<?>) citation.get("authors")).isNotEmpty();
    Map<?, ?> paper = (Map<?, ?>) ((List<?>) citation.get("references")).get(0);
    assertThat(paper.get("type")).isEqualTo("article");
    assertThat(paper.get("title")).asString().isNotBlank();
    assertThat((List<?>) paper.get("authors")).hasSize(3);
    assertThat(paper.get("url")).isEqualTo("https://arxiv.org/abs/2208.11069");
  }
}
