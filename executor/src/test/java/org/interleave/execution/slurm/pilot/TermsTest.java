package org.interleave.execution.slurm.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Constant;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.LocalBackend.Setting;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.junit.jupiter.api.Test;

class TermsTest {

  private static final List<TaskSet> SETS =
      List.of(
          set("A \u00e4", new Command.Sleep()),
          set("B", new Command.Stress()),
          set("C", new Command.Argv(List.of("sh", "-c", "echo '\n' \"$X\" {index}"))),
          set("D", new Command.Argv(List.of("x", ""), "some dir", Map.of("X", " 1 ", "Y", ""))));

  private static TaskSet set(String name, Command command) {
    return new TaskSet(
        name, 3, new Resources(2, 4, 1, 512), new Constant(1), List.of(), command, 1_500_000);
  }

  private static final Setting SETTING =
      new Setting(
              "0-run",
              Path.of("/a b/run"),
              Path.of("/a b"),
              new Workflow("w", 1, SETS, List.of(), List.of()),
              new Cluster(
                  "c",
                  SlotKind.THREAD,
                  List.of(new NodeGroup(2, 21, 4, 6, 2, 1024), new NodeGroup(1, 8, 1, 0, 0, 0)),
                  true),
              250_000)
          .on(1);

  @Test
  void anAgentUnderstandsTheRunAsItIs() {
    Fields in = new Fields(Terms.prepare(5, SETTING));
    assertThat(in.number()).isEqualTo(5);
    Setting read = Terms.setting(in);
    assertThat(read).isEqualTo(SETTING);
    assertThat(read.runId()).isEqualTo("0-run-n1");
  }

  @Test
  void anAgentUnderstandsATaskAsItIs() {
    TaskLaunch launch =
        new TaskLaunch(
            17,
            2,
            new SetInstance(3, SETS.get(2), 2, 1, "C", 15),
            1_234_567,
            List.of(
                new Share(0, List.of(0, 1, 7), List.of(5)), new Share(1, List.of(), List.of())));
    Fields in = new Fields(Terms.start(5, launch));
    assertThat(in.number()).isEqualTo(5);
    TaskLaunch read = Terms.launch(in, SETTING.workflow());
    assertThat(read).isEqualTo(launch);
    assertThat(read.index()).isEqualTo(2);
  }
}
