package org.interleave.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.interchange.RunNames;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.Figure;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.GanttFigure;
import org.interleave.plot.OverheadsFigure;
import org.interleave.plot.Page;
import org.interleave.plot.ThroughputFigure;
import org.interleave.plot.UtilizationFigure;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave plot}. */
@Command(
    name = "plot",
    description = {
      "Draw figures of traces, for papers: PNG with 300 pixels to the inch, or SVG.",
      "A trace is what simulate, run and replay write: trace-*.csv, or JSON. Several traces stand",
      "side by side on one axis of time."
    },
    footer = {
      "",
      "Example: interleave plot results/trace-*.csv --kind gantt --columns 2 --out gantt.svg"
    })
final class PlotCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Parameters(paramLabel = "TRACE", arity = "1..*", description = "The traces.")
  private List<Path> files = List.of();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      description = {
        "utilization: CPU slots and GPUs in use by task set;",
        "gantt: every task on its node, and how many waited;",
        "throughput: tasks done a second, and tasks running;",
        "overheads: what all slots and GPUs were at, idle ones too."
      })
  private Kind kind = Kind.UTILIZATION;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to; it ends in .png or .svg.")
  private Path out = Path.of("");

  @Option(
      names = "--columns",
      paramLabel = "1|2",
      description =
          "The width in columns of a paper: 1 is 85 mm, 2 is 178 mm. If left out, 1 for one trace"
              + " and 2 for several.")
  private @Nullable Integer columns;

  @Option(names = "--width", paramLabel = "MM", description = "Another width in millimetres.")
  private @Nullable Double width;

  @Option(
      names = "--height",
      paramLabel = "MM",
      description = "The height in millimetres; what fits if left out.")
  private @Nullable Double height;

  @Option(
      names = "--font-size",
      paramLabel = "PT",
      description = "Of the labels, in points; ${DEFAULT-VALUE} if left out. Lines go with it.")
  private double fontSize = Page.FONT;

  /** What is drawn. */
  enum Kind {
    UTILIZATION,
    GANTT,
    THROUGHPUT,
    OVERHEADS
  }

  @Override
  public Integer call() throws IOException {
    checkUsage();
    try {
      FigureWriter.format(out);
      Page page = page();
      FigureWriter.write(figure(runs(), page), out, page);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    command.commandLine().getErr().println("wrote " + out);
    return ExitCode.DONE;
  }

  private List<Column> runs() {
    List<Trace> traces = files.stream().map(TraceFile::read).toList();
    List<String> names = RunNames.of(traces);
    List<Column> runs = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      runs.add(new Column(names.get(i), traces.get(i)));
    }
    return runs;
  }

  private void checkUsage() {
    if (columns != null && columns != 1 && columns != 2) {
      throw new UsageException("--columns must be 1 or 2, but is " + columns);
    }
    if (columns != null && width != null) {
      throw new UsageException("--columns and --width both give the width; leave one of them out");
    }
  }

  private Page page() {
    int across = columns != null ? columns : files.size() > 1 ? 2 : 1;
    double usual = across == 1 ? Page.COLUMN : Page.TWO_COLUMNS;
    return new Page(
        width != null ? positive("--width", width) : usual,
        height != null ? positive("--height", height) : 0,
        fontSize);
  }

  /** 0 stands for "what fits" in a page, but not here. */
  private static double positive(String option, double millimetres) {
    if (!(millimetres > 0)) {
      throw new UsageException(option + " must be more than 0 mm, but is " + millimetres);
    }
    return millimetres;
  }

  private Figure figure(List<Column> runs, Page page) {
    return switch (kind) {
      case UTILIZATION -> UtilizationFigure.of(runs, page);
      case GANTT -> GanttFigure.of(runs, page);
      case THROUGHPUT -> ThroughputFigure.of(runs, page);
      case OVERHEADS -> OverheadsFigure.of(runs, page);
    };
  }
}
