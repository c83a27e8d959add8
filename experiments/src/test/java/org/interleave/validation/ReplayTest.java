package org.interleave.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.RadicalTable;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.trace.Violation;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

  private static final String HEADING =
      "uid,pipeline,stage,set,hw_threads,gpus,node,requested_s,t_sched_ok,t_start,t_stop,t_unsched,"
          + "state\n";

  private final SpecReader reader = new SpecReader(new ShippedPresets());

  @TempDir private Path folder;

  // The authors' runs, where they are at hand.

  @ParameterizedTest
  @ValueSource(strings = {"cdag2-seq", "cdag2-async", "ddmd-seq"})
  void recordedRunsAreReplayed(String name) {
    Path file = RecordedRuns.find("summit/" + name + ".csv");
    Assumptions.assumeTrue(
        Files.exists(file),
        "the recorded runs are other people's and not part of the project; "
            + RecordedRuns.VARIABLE
            + " names their folder");
    Replay replay =
        Replay.of(
            RadicalTable.read(file),
            reader.cluster("summit-16-as-run"),
            reader.overheads("summit-entk"),
            StandardPolicy.RECORDED);
    assertThat(replay.spanError()).isCloseTo(0, within(0.005));
    assertThat(replay.largestSetError()).isLessThan(0.01);
    assertThat(replay.violations()).isEmpty();
    assertThat(replay.sets()).isNotEmpty();
    assertThat(replay.sets()).allMatch(Replay.SetComparison::sameNodes);
  }

  // A small record of our own: two pipelines behind one, and two sets under one label.

  private static final String RECORD =
      HEADING
          + "a,p0,s0,A,2,1,1,10,1,1.5,11.6,11.7,DONE\n"
          + "b,p0,s0,A,2,1,1,10,1,1.6,11.7,11.8,DONE\n"
          + "c,p1,s1,B,2,1,2,5,20,20.1,25.2,25.3,DONE\n"
          + "d,p1,s1,B,2,0,2,4,20,20.2,24.3,24.4,DONE\n"
          + "e,p2,s2,C,1,0,1,3,20.5,20.6,23.7,23.8,DONE\n"
          + "f,p2,s3,A,1,0,1,3,30,30.1,33.2,33.3,DONE\n";

  private Replay replay(String record) throws Exception {
    Path file = Files.writeString(folder.resolve("run.csv"), record);
    return Replay.of(
        RadicalTable.read(file),
        Cluster.of("two nodes", 2, 4, 2),
        Overheads.NONE,
        StandardPolicy.RECORDED);
  }

  @Test
  void theStructureIsReadFromTheRecordAlone() throws Exception {
    Replay replay = replay(RECORD);
    assertThat(replay.sets().stream().map(s -> s.recorded().label()))
        .containsExactly("A#0", "B(2,1)", "B(2,0)", "C", "A#1");
    assertThat(replay.assumptions())
        .contains(
            "p1 is taken to wait for p0, by the times", "p2 is taken to wait for p0, by the times");
    // Requested times and no overheads: A 10 s, then B (5 s) beside C (3 s) and A again (3 s).
    assertThat(replay.simulatedMetrics().spanSeconds()).isEqualTo(16.0);
    assertThat(replay.violations()).isEmpty();
  }

  @Test
  void theCheckerLooksAtTheRecordToo() throws Exception {
    Replay replay = replay(RECORD.replace("d,p1,s1,B,2,0,2", "d,p1,s1,B,3,0,2"));
    assertThat(replay.violations())
        .extracting(Violation::kind)
        .containsOnly(Violation.Kind.CAPACITY);
  }

  @Test
  void blankInstantsAreFilledAndTold() throws Exception {
    Replay replay =
        replay(
            RECORD.replace(
                "e,p2,s2,C,1,0,1,3,20.5,20.6,23.7,23.8", "e,p2,s2,C,1,0,1,,,20.6,23.7,"));
    assertThat(replay.assumptions())
        .contains("3 blank cell(s) were filled from the neighbouring instants");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,p0,s0,A,-2,1,1,10,1,1.5,11.6,11.7,DONE|2:5: hw_threads must be a whole number",
        "a,p0,s0,A,2,1,0,10,1,1.5,11.6,11.7,DONE|2:7: nodes are numbered from 1",
        "a,p0,s0,A,2,1,1,NaN,1,1.5,11.6,11.7,DONE|2:8: requested_s must be seconds",
        "a,p0,s0,A,2,1,1,10,1,15,11.6,11.7,DONE|2:9: the instants of task 'a' are not in order",
        ",p0,s0,A,2,1,1,10,1,1.5,11.6,11.7,DONE|2:1: the task has no uid",
        "a,p0,s0,A,2,1,1|2:7: the row ends before its column 't_start'"
      })
  void damagedRecordsAreRefusedWithTheirPlace(String rowAndMessage) throws Exception {
    String row = rowAndMessage.substring(0, rowAndMessage.indexOf('|'));
    String message = rowAndMessage.substring(rowAndMessage.indexOf('|') + 1);
    assertThatThrownBy(() -> replay(HEADING + row + "\n"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("run.csv:" + message);
  }

  @Test
  void aTableWithoutTheColumnsIsRefused() {
    assertThatThrownBy(() -> replay("uid,start\n1,2\n"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("there is no column 'pipeline'");
  }
}
