package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "slurm_load_jobs error: Unable to contact slurm controller (connect failure) # SILENT",
        "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation"
            + " # SILENT",
        "sbatch: error: Munge encode failed: Failed to access socket # SILENT",
        "sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received"
            + " # SILENT",
        "sbatch: error: Batch job submission failed: Resource temporarily unavailable # SILENT",
        "slurm_load_jobs error: Invalid job id specified # UNKNOWN_JOB",
        "scancel: error: Kill job error on job id 7: Job/step already completing or completed"
            + " # UNKNOWN_JOB",
        "sbatch: error: invalid partition specified: nope # REFUSED",
        "sbatch: error: Please choose an account, and try again # REFUSED",
        "sbatch: error: lua: temporarily no jobs of more than 4 nodes # REFUSED",
        "sbatch: error: Batch job submission failed: Invalid account or account/partition"
            + " combination specified # REFUSED",
        "sbatch: unrecognized option '--nope' # REFUSED",
        "squeue: fatal: Unable to process configuration file # ABSENT",
        "sbatch: fatal: Could not establish a configuration source # ABSENT",
      })
  void whatToolsComplainOfIsToldApart(String err, Diagnosis diagnosis) {
    assertThat(Diagnosis.of(Answer.failed(err + "\n"))).isEqualTo(diagnosis);
    assertThat(Diagnosis.of(new Answer(0, "", err))).isEqualTo(Diagnosis.FINE);
  }

  @Test
  void aToolThatWasEndedHasSaidNothing() {
    assertThat(Diagnosis.of(new Answer(137, "", "Killed"))).isEqualTo(Diagnosis.SILENT);
    assertThat(
            Diagnosis.of(
                new Answer(228, "", "scancel: error: Kill job error: Job can not be altered now")))
        .isEqualTo(Diagnosis.UNKNOWN_JOB);
    assertThat(Diagnosis.of(new Answer(1, "", ""))).isEqualTo(Diagnosis.SILENT);
    assertThat(Diagnosis.of(new Answer(Answer.LATE, "", "x"))).isEqualTo(Diagnosis.SILENT);
    assertThat(Diagnosis.of(new Answer(Answer.MISSING, "", "x"))).isEqualTo(Diagnosis.ABSENT);
  }

  @Test
  void complaintsAreOneLineWithoutTheToolsName() {
    assertThat(
            Diagnosis.complaint(
                Answer.failed("sbatch: error: first\n\nsbatch: error: first\nsbatch: second\n")))
        .isEqualTo("first; second");
    assertThat(Diagnosis.complaint(new Answer(3, "", ""))).isEqualTo("exit code 3 without a word");
  }
}
