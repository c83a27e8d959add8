package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.ResultFile;
import org.interleave.interchange.ResultFile.Figures;
import org.interleave.interchange.TraceFile;
import org.interleave.page.TraceFiles;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.OverlayFigure;
import org.interleave.report.ComparisonReport;
import org.interleave.report.ComparisonReport.Compared;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave compare}. */
@Command(
    name = "compare",
    description = {
      "Put runs and predictions side by side, and say where and why they part from the first.",
      "Takes traces, folders of them, what 'import' reads where it tells of starts, and the JSON of",
      "simulate, predict and validate, of which only the figures are known."
    },
    footer = {
      "",
      "Example: interleave compare results/trace-sequential.csv results/trace-asynchronous.csv"
    })
final class CompareCommand implements Callable<Integer> {

  private static final List<String> RESULTS =
      List.of("simulation.json", "prediction.json", "validation.json");

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private OutputOptions output;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Runs and predictions; the first is what the others are compared with.")
  private List<Path> given = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description =
          "Where other systems' runs were made: a shipped cluster, or a file; what they used if left out.")
  private @Nullable String cluster;

  @Option(
      names = "--tolerance",
      paramLabel = "SECONDS",
      defaultValue = "0.001",
      description = "Times that differ by no more are the same; ${DEFAULT-VALUE} if left out.")
  private double tolerance = 0.001;

  @Override
  public Integer call() throws IOException {
    if (!(tolerance >= 0 && tolerance <= 1e9)) {
      throw new UsageException("--tolerance must be from 0 to 1e9 seconds");
    }
    List<Compared> runs = runs();
    if (runs.size() < 2) {
      throw new UsageException(
          "there is only " + (runs.isEmpty() ? "no run" : "one run") + " to compare; give two");
    }
    ComparisonReport report = new ComparisonReport(runs, tolerance);
    if (output.out != null) {
      write(report, runs, output.out);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? report.json().text() : report.text());
    out.flush();
    return ExitCode.DONE;
  }

  private List<Compared> runs() {
    RunReader reader = new RunReader(null, cluster);
    Set<String> names = new HashSet<>();
    List<Compared> runs = new ArrayList<>();
    for (Path file : files()) {
      if (isResult(file)) {
        for (Figures f : ResultFile.read(file)) {
          runs.add(
              new Compared(
                  new Figures(
                      unused(name(file) + (f.name().isEmpty() ? "" : ": " + f.name()), names),
                      f.ttxSeconds(),
                      f.spanSeconds(),
                      f.cpuUtilization(),
                      f.gpuUtilization(),
                      f.tasksPerSecond()),
                  null));
        }
      } else {
        runs.add(Compared.of(unused(name(file), names), reader.trace(file)));
      }
    }
    return runs;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : given) {
      if (!Files.isDirectory(path)) {
        files.add(path);
      } else if (RunReader.isFolderOfTraces(path)) {
        files.addAll(TraceFiles.find(List.of(path)));
      } else {
        List<Path> results =
            RESULTS.stream().map(path::resolve).filter(Files::isRegularFile).toList();
        files.addAll(results.isEmpty() ? List.of(path) : results);
      }
    }
    return files;
  }

  private static boolean isResult(Path file) {
    return RESULTS.contains(String.valueOf(file.getFileName()))
        || file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
            && Files.isRegularFile(file)
            && !TraceFile.isTrace(file)
            && !isWfFormat(file);
  }

  private static boolean isWfFormat(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.limit(200).anyMatch(l -> l.contains("\"schemaVersion\""));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // whoever reads it says why
    }
  }

  private static String name(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    String last = String.valueOf(absolute.getFileName());
    Path parent = folder == null ? null : folder.getFileName();
    return parent == null ? last : parent + "/" + last;
  }

  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 2; !names.add(unused); i++) {
      unused = name + " (" + i + ")";
    }
    return unused;
  }

  private void write(ComparisonReport report, List<Compared> runs, Path out) throws IOException {
    OutputFile.write(out.resolve("comparison.json"), report.json().text());
    OutputFile.write(out.resolve("comparison.txt"), report.text());
    Trace first = runs.get(0).trace();
    int figures = 0;
    for (int i = 1; i < runs.size(); i++) {
      Trace other = runs.get(i).trace();
      if (first != null && other != null) {
        String title = runs.get(0).figures().name() + ", " + runs.get(i).figures().name();
        figures +=
            FigureWriter.write(
                    OverlayFigure.of(title, first, other),
                    out.resolve("overlay-" + i),
                    Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG))
                .size();
      }
    }
    command
        .commandLine()
        .getErr()
        .println("wrote comparison.json, comparison.txt and " + figures + " figures into " + out);
  }
}
