package org.interleave.imports;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Instances in WfFormat of our own making. */
final class Instances {

  /** Two reads of one file, each worked on twice, then merged; with what real files have. */
  static final String SMALL =
      """
      {
        "name": "small",
        "createdAt": "2024-05-01T12:00:00Z",
        "schemaVersion": "1.5",
        "author": {"name": "nobody", "email": "nobody@example.org"},
        "workflow": {
          "specification": {
            "tasks": [
              {"name": "split_ID01", "id": "split_ID01", "parents": [], "children": ["work_ID02", "work_ID03"],
               "inputFiles": ["a.txt"], "outputFiles": []},
              {"name": "work_ID02", "id": "work_ID02", "parents": ["split_ID01"], "children": ["merge_ID06", "check_ID04"]},
              {"name": "work_ID03", "id": "work_ID03", "parents": ["split_ID01"], "children": ["merge_ID06", "check_ID05"]},
              {"name": "check_ID04", "id": "check_ID04", "parents": ["work_ID02"], "children": []},
              {"name": "check_ID05", "id": "check_ID05", "parents": ["work_ID03"], "children": []},
              {"name": "merge_ID06", "id": "merge_ID06", "parents": ["work_ID02", "work_ID03"], "children": []}
            ],
            "files": [{"id": "a.txt", "sizeInBytes": 12}]
          },
          "execution": {
            "makespanInSeconds": 20.5,
            "executedAt": "05-01-24T12:00:00Z",
            "tasks": [
              {"id": "split_ID01", "runtimeInSeconds": 1.5, "coreCount": 1, "machines": ["w1"]},
              {"id": "work_ID02", "runtimeInSeconds": 4, "coreCount": 2, "machines": ["w1"]},
              {"id": "work_ID03", "runtimeInSeconds": 3.25, "coreCount": 2, "machines": ["w2"]},
              {"id": "check_ID04", "runtimeInSeconds": 0, "machines": ["w1"]},
              {"id": "check_ID05", "runtimeInSeconds": 1e-1, "machines": ["w2"]},
              {"id": "merge_ID06", "runtimeInSeconds": 2, "command": {"program": "merge", "arguments": ["-o"]}}
            ],
            "machines": [
              {"nodeName": "login", "cpu": {"coreCount": 64}},
              {"nodeName": "w1", "system": "linux", "cpu": {"coreCount": 4, "speedInMHz": 2000}},
              {"nodeName": "w2", "cpu": {"coreCount": 4}}
            ]
          }
        }
      }
      """;

  private Instances() {}

  /** Lanes of chains between a split and a merge each, 5 tasks a chain, and one task behind all. */
  static void lanes(Path file, int lanes, int chains) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (Writer specification = Files.newBufferedWriter(file)) {
      StringBuilder execution = new StringBuilder();
      specification.write(
          "{\"schemaVersion\": \"1.5\", \"workflow\": {\"specification\": {\"tasks\": [");
      StringBuilder last = new StringBuilder();
      for (int l = 0; l < lanes; l++) {
        task(specification, execution, random, "split_" + l, "");
        StringBuilder ends = new StringBuilder();
        for (int c = 0; c < chains; c++) {
          String before = "\"split_" + l + "\"";
          for (int s = 0; s < 5; s++) {
            String name = "step" + s + "x_" + l + "_" + c;
            task(specification, execution, random, name, before);
            before = "\"" + name + "\"";
          }
          ends.append(c == 0 ? "" : ", ").append(before);
        }
        task(specification, execution, random, "merge_" + l, ends.toString());
        last.append(l == 0 ? "" : ", ").append("\"merge_").append(l).append('"');
      }
      task(specification, execution, random, "end_0", last.toString());
      specification.write("]}, \"execution\": {\"makespanInSeconds\": 1e6, \"tasks\": [");
      specification.write(execution.toString());
      specification.write(
          "], \"machines\": [{\"nodeName\": \"n\", \"cpu\": {\"coreCount\": 64}}]}}}");
    }
  }

  private static void task(
      Writer out, StringBuilder execution, SplittableRandom random, String name, String parents)
      throws IOException {
    String comma = execution.length() == 0 ? "" : ",\n";
    out.write(
        comma
            + String.format(
                Locale.ROOT,
                "{\"name\": \"%s\", \"id\": \"%s\", \"parents\": [%s], \"children\": []}",
                name,
                name,
                parents));
    execution.append(comma);
    execution.append(
        String.format(
            Locale.ROOT,
            "{\"id\": \"%s\", \"runtimeInSeconds\": %d.%03d, \"coreCount\": 1}",
            name,
            1 + random.nextInt(100),
            random.nextInt(1000)));
  }
}
