package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.presets.ShippedPresets;
import org.interleave.spec.Spec;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped specification's commands are those that the program knows. */
class PresetTest {

  @TempDir private Path folder;

  /** A task's command as the executor would start it, from the program's name on. */
  private List<String> arguments(TaskSet set, int iteration, int index) {
    List<String> argv = ((Command.Argv) set.run()).argv();
    int program = argv.indexOf(MiniDeepDriveMd.class.getName());
    assertThat(program).isPositive();
    assertThat(argv.subList(0, program)).startsWith("{java}").endsWith("-cp", "{classpath}");
    List<String> arguments = new ArrayList<>();
    for (String arg : argv.subList(program + 1, argv.size())) {
      arguments.add(
          arg.replace("{work}", folder.toString())
              .replace("{iteration}", Integer.toString(iteration))
              .replace("{index}", Integer.toString(index))
              .replace("{tasks}", Integer.toString(set.tasks())));
    }
    assertThat(arguments).noneMatch(arg -> arg.contains("{"));
    // The same, but small.
    switch (arguments.get(0)) {
      case "simulate" -> arguments.addAll(List.of("--steps", "2000", "--frames", "20"));
      case "aggregate" -> arguments.addAll(List.of("--relax", "20"));
      case "train" -> arguments.addAll(List.of("--epochs", "1"));
      case "infer" -> arguments.addAll(List.of("--copies", "1"));
      default -> arguments.addAll(List.of("--frames", "5"));
    }
    return arguments;
  }

  private void run(Spec spec) {
    for (int iteration = 0; iteration < 2; iteration++) {
      for (TaskSet set : spec.workflow().sets()) { // declared in an order that can be run
        for (int index = 0; index < set.tasks(); index++) {
          SmallRun task = new SmallRun(folder, 0);
          int code = task.run(arguments(set, iteration, index).toArray(String[]::new));
          assertThat(code).as(task.complaint()).isZero();
        }
      }
    }
  }

  @Test
  void itsCommandsRunOneIterationAfterAnother() {
    run(ShippedPresets.workflow("mini-ddmd", List.of()));
    assertThat(Files.exists(new WorkFolder(folder).analysis(1, 0))).isTrue();
  }

  @Test
  void theNumbersOfInferencesAndAnalysesMayBeSet() {
    run(
        ShippedPresets.workflow(
            "mini-ddmd", List.of("sets.Inference.tasks=2", "sets.Analysis.tasks=3")));
    assertThat(Files.exists(new WorkFolder(folder).candidates(1, 1))).isTrue();
    assertThat(Files.exists(new WorkFolder(folder).analysis(1, 2))).isTrue();
  }
}
