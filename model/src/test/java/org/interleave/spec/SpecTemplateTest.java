package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecTemplateTest {

  private static final String TEXT =
      """
      interleave: 1
      name: template
      sets:
        A: {tasks: 4, slots: 1, time: {empirical: times.txt}}
        B: {tasks: 2, slots: 2, time: 10 s, after: [A]}
      cluster: machine.yaml
      """;

  @TempDir private Path folder;

  @Test
  void itReadsWhatAReaderReadsHoweverOftenAndInWhateverOrder() throws IOException {
    Files.writeString(folder.resolve("times.txt"), "1 s\n2 s\n3\n");
    Files.writeString(
        folder.resolve("machine.yaml"), "slot: core\nnodes: [{count: 2, cores: 6}]\n");
    SpecTemplate template = new SpecTemplate(Presets.NONE, "t.yaml", TEXT, folder);
    List<List<String>> readings =
        List.of(
            List.of(),
            List.of("cluster.nodes[0].count=7"),
            List.of("sets.A.tasks=8", "sets.B.after=[]"),
            List.of("policy.order=shortest", "cluster.nodes[0].cores=12"),
            List.of());
    for (List<String> settings : readings) {
      Spec expected = new SpecReader(Presets.NONE).read("t.yaml", TEXT, folder, settings);
      Spec read = template.read(settings);
      assertThat(SpecWriter.text(read)).as("%s", settings).isEqualTo(SpecWriter.text(expected));
      assertThat(read.sha256()).as("%s", settings).isEqualTo(expected.sha256());
    }
    assertThat(template.read(List.of("cluster.nodes[0].count=9")).cluster().nodeCount())
        .isEqualTo(9);
    assertThat(template.read(List.of()).cluster().nodeCount()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsSaidEachTime() {
    SpecTemplate template = new SpecTemplate(Presets.NONE, "t.yaml", TEXT, folder);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> template.read(List.of()))
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("times.txt");
      assertThatThrownBy(() -> template.read(List.of("sets.C.tasks=1")))
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("leads nowhere");
    }
  }
}
