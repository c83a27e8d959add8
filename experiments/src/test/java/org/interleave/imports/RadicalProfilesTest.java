package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles as several versions of RADICAL-Pilot write them. */
class RadicalProfilesTest {

  @TempDir private Path folder;

  private static List<TaskRecord> records(ImportedWorkflow imported) {
    Trace trace = imported.trace();
    assertThat(trace).isNotNull();
    return trace.records();
  }

  private static double seconds(ImportedWorkflow imported) {
    return imported.figures().runtimeMicros() / 1e6;
  }

  private Path profiles(String... namesAndTexts) throws IOException {
    Path pilot = folder.resolve("session");
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Path file = pilot.resolve(namesAndTexts[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, namesAndTexts[i + 1]);
    }
    return pilot;
  }

  private static ImportedWorkflow readProfiles(Path pilot) {
    return Importer.read(pilot, ImportFormat.PROFILES, null, n -> {});
  }

  private static final String EXECUTED =
      """
      #time,comp,uid,state,event,msg
      1500000100.0000,schedule_ok,agent_0.scheduling,MainThread,unit.000000,,
      1500000101.0000,exec_start,agent_0.executing,MainThread,unit.000000,,
      1500000111.5000,exec_stop,agent_0.executing,Watcher,unit.000000,,
      1500000112.0000,unschedule_stop,agent_0.scheduling,unschedule_cb,unit.000000,,
      """;

  @Test
  void secondsOfABootstrapAreTiedToTheDatesOfItsAgent() throws IOException {
    Path pilot =
        profiles(
            "bootstrap_1.prof",
            """
            #time,name,uid,state,event,msg
            0.5000,bootstrap_1_start,bootstrap_1,MainThread,pilot.0000,PMGR_ACTIVE_PENDING,
            20.5000,sync_rel,bootstrap_1,MainThread,pilot.0000,PMGR_ACTIVE_PENDING,agent_0 start
            """,
            "agent_0.prof",
            "1500000060.0000,sync_rel,agent_0,MainThread,pilot.0000,,agent_0 start\n",
            "executing.prof",
            EXECUTED);
    ImportedWorkflow imported = readProfiles(pilot);
    assertThat(imported.notes()).contains("time zero is the start of the bootstrap");
    TaskRecord task = records(imported).get(0);
    assertThat(task.dispatchedMicros()).isEqualTo(60_000_000);
    assertThat(task.startedMicros()).isEqualTo(61_000_000);
    assertThat(task.endedMicros()).isEqualTo(71_500_000);
  }

  @Test
  void secondsOfABootstrapThatNothingTiesToDatesAreLeftOut() throws IOException {
    Path pilot =
        profiles(
            "bootstrap_0.prof",
            "0.0018,bootstrap_0_start,bootstrap_0,MainThread,pilot.0000,,\n",
            "executing.prof",
            EXECUTED);
    ImportedWorkflow imported = readProfiles(pilot);
    assertThat(records(imported).get(0).endedMicros()).isEqualTo(11_500_000);
    assertThat(imported.notes())
        .contains(
            "time zero is the first event of a task: no profile tells when the bootstrap began");
  }

  @Test
  void tasksMayBeHandedInBeforeThePilotBegins() throws IOException {
    Path pilot =
        profiles(
            "umgr.prof",
            "1500000000.0000,advance,umgr,MainThread,unit.000000,UMGR_SCHEDULING,\n",
            "bootstrap_0.prof",
            "1500000090.0000,bootstrap_0_start,bootstrap_0,MainThread,pilot.0000,,\n",
            "executing.prof",
            EXECUTED);
    assertThat(records(readProfiles(pilot)).get(0).dispatchedMicros()).isEqualTo(10_000_000);
  }

  @Test
  void rowsOfSixCellsAreReadWhereTheNameHasAColon() throws IOException {
    Path pilot =
        profiles(
            "old.prof",
            """
            #time,name,uid,state,event,msg
            1500000000.0000,agent_0:MainThread,unit.000000,AGENT_EXECUTING,exec_start,
            1500000004.0000,agent_0:MainThread,unit.000000,,exec_stop,
            1500000005.0000,agent_0:MainThread,unit.000000,FAILED,advance,
            """);
    ImportedWorkflow imported = readProfiles(pilot);
    assertThat(seconds(imported)).isEqualTo(4);
    assertThat(imported.notes()).contains("1 task (unit.000000) ended as FAILED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cu", "task"})
  void theScriptOfATaskCountsAndNotWhatLaunchedIt(String prefix) throws IOException {
    Path pilot =
        profiles(
            "executing.prof",
            EXECUTED,
            "unit.000000/unit.000000.prof",
            "1500000103,X_exec_start,unit_script,MainThread,unit.000000,AGENT_EXECUTING,\n"
                    .replace("X", prefix)
                + "1500000110,X_exec_stop,unit_script,MainThread,unit.000000,AGENT_EXECUTING,\n"
                    .replace("X", prefix));
    assertThat(seconds(readProfiles(pilot))).isEqualTo(7);
  }

  @Test
  void sessionsAreNotMixed() throws IOException {
    Path pilot =
        profiles(
            "a/bootstrap_0.prof",
            "1500000090.0000,bootstrap_0_start,bootstrap_0,MainThread,pilot.0000,,\n",
            "a/executing.prof",
            EXECUTED,
            "b/bootstrap_0.prof",
            "1500009090.0000,bootstrap_0_start,bootstrap_0,MainThread,pilot.0000,,\n");
    assertThatThrownBy(() -> readProfiles(pilot))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("b/bootstrap_0.prof:1:1")
        .hasMessageContaining("several sessions; name the folder of one");
  }

  @Test
  void onlyTheLastLineOfAProfileMayBeCut() throws IOException {
    Path pilot = profiles("a.prof", EXECUTED, "b.prof", "1500000000.0000,get,agent_0,x,y,,\n15000");
    ImportedWorkflow imported = readProfiles(pilot);
    assertThat(seconds(imported)).isEqualTo(10.5);
    assertThat(imported.notes()).contains("1 profile(s) end within a line, which is left out");
    profiles("b.prof", "15000\n1500000000.0000,get,agent_0,x,y,,\n");
    assertThatThrownBy(() -> readProfiles(pilot))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("b.prof:1:1: a line of a profile is time,event,comp");
  }

  @Test
  void sessionsAreToldApartByTheirTasksToo() throws IOException {
    Path pilot =
        profiles("a/x.prof", EXECUTED, "b/x.prof", EXECUTED.replace("15000001", "15000002"));
    assertThatThrownBy(() -> readProfiles(pilot))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("the task 'unit.000000' was scheduled at two times")
        .hasMessageContaining("name the folder of one");
    profiles("b/x.prof", EXECUTED);
    assertThat(seconds(readProfiles(pilot))).isEqualTo(10.5);
  }
}
