package org.interleave.paper;

import java.util.List;

/**
 * One workflow of the paper: which shipped specifications stand for it, and what was measured.
 *
 * @param name as Table III has it
 * @param figure the number of its figure
 * @param asRun the specification of what was run
 * @param asPrinted the specification of what is printed
 * @param recorded the specification whose pipelines are the recorded asynchronous structure
 * @param sdSeconds the spread of TX as run: sd 0.005 s (DeepDriveMD), 0.4 to 0.55 s (c-DAGs)
 * @param sequential the measured sequential run
 * @param asynchronous the measured asynchronous run
 * @param printed how the printed prediction comes about
 */
record Experiment(
    String name,
    int figure,
    String asRun,
    String asPrinted,
    String recorded,
    double sdSeconds,
    MeasuredRun sequential,
    MeasuredRun asynchronous,
    PrintedPrediction.Recipe printed) {

  static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "DeepDriveMD",
              3,
              "ddmd-as-run",
              "ddmd-as-printed",
              "ddmd-recorded",
              0.005,
              new MeasuredRun(1707, 1660.1),
              new MeasuredRun(1373, 1315.4),
              PrintedPrediction.Recipe.EQN_5),
          new Experiment(
              "c-DAG1",
              4,
              "cdag1-as-run",
              "cdag1-as-printed",
              "cdag1-as-run",
              0.5,
              new MeasuredRun(1945, 1902.5),
              new MeasuredRun(1975, 1909.1),
              PrintedPrediction.Recipe.EQN_3_ON_2000),
          new Experiment(
              "c-DAG2",
              5,
              "cdag2-as-run",
              "cdag2-as-printed",
              "cdag2-as-run",
              0.5,
              new MeasuredRun(1856, 1800.1),
              new MeasuredRun(1372, 1332.6),
              PrintedPrediction.Recipe.EQN_3_ON_2000));

  /** DeepDriveMD's asynchronous run that respects its DAG; the paper does not print it. */
  static final MeasuredRun DDMD_RESPECTING_ITS_DAG = new MeasuredRun(1406.6, Double.NaN);
}
