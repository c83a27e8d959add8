package org.interleave.paper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.interleave.interchange.OutputFile;
import org.interleave.paper.PaperStudy.Row;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.UtilizationFigure;

/** The main job: the paper's table and figures, computed anew. */
public final class Paper {

  /** Told of each finished step. */
  public interface Progress {
    /** A step is finished. */
    void step(String what);
  }

  private final PaperStudy study;

  private Paper(PaperStudy study) {
    this.study = study;
  }

  /** How many steps {@link #run} and {@link #write} take together. */
  public static int steps() {
    return PaperStudy.steps() + Experiment.ALL.size() + 1;
  }

  /**
   * Predicts and simulates everything.
   *
   * @param seed of the drawn durations
   */
  public static Paper run(long seed, Progress progress) {
    return new Paper(PaperStudy.run(seed, progress::step));
  }

  /** The tables and errata, for a terminal. */
  public String text() {
    return new PaperReport(study).text();
  }

  /** The same for machines. */
  public String json() {
    return new PaperReport(study).json().text();
  }

  /**
   * Writes table3.md, .csv and .json, and Figures 3 to 5 as PNG and SVG.
   *
   * @return what was written
   */
  public List<Path> write(Path folder, Progress progress) throws IOException {
    PaperReport report = new PaperReport(study);
    List<Path> written = new ArrayList<>();
    written.add(folder.resolve("table3.md"));
    OutputFile.write(
        written.get(0), "# The paper's Table III, computed anew\n\n" + report.markdown());
    written.add(folder.resolve("table3.csv"));
    OutputFile.write(written.get(1), report.csv());
    written.add(folder.resolve("table3.json"));
    OutputFile.write(written.get(2), report.json().text());
    progress.step("tables written");
    for (Row row : study.rows()) {
      UtilizationFigure figure =
          UtilizationFigure.of(
              List.of(
                  new UtilizationFigure.Column(
                      "sequential", row.sequentialWithOverheads().requireTrace()),
                  new UtilizationFigure.Column(
                      "asynchronous", row.asynchronousWithOverheads().requireTrace())));
      Path file = folder.resolve("figure-" + row.experiment().figure());
      written.addAll(
          FigureWriter.write(
              figure, file, Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG)));
      progress.step("figure " + row.experiment().figure() + " drawn");
    }
    return written;
  }
}
