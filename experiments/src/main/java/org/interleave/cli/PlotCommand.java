package org.interleave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.interleave.interchange.RunNames;
import org.interleave.interchange.TraceFile;
import org.interleave.page.TraceFiles;
import org.interleave.plot.Figure;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.GanttFigure;
import org.interleave.plot.ImprovementFigure;
import org.interleave.plot.ImprovementFiles;
import org.interleave.plot.OverheadsFigure;
import org.interleave.plot.Page;
import org.interleave.plot.Palette;
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
      "Draw figures of traces, for papers: PNG with 300 pixels to the inch, SVG or PDF.",
      "A trace is what simulate, run and replay write: trace-*.csv, or JSON. Several traces stand",
      "side by side on one axis of time. A folder stands for all traces in it."
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

  @Parameters(
      paramLabel = "DIR|TRACE",
      arity = "1..*",
      description =
          "Traces, and folders of them; for improvement also JSON of 'simulate' and 'validate'.")
  private List<Path> given = List.of();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      description = {
        "utilization: CPU slots and GPUs in use by task set;",
        "gantt: every task on its node, and how many waited;",
        "throughput: tasks done a second, and tasks running;",
        "overheads: what all slots and GPUs were at, idle ones too;",
        "improvement: I with intervals, of pairs of traces, replications and validations."
      })
  private Kind kind = Kind.UTILIZATION;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to; it ends in .png, .svg or .pdf.")
  private Path out = Path.of("");

  @Option(
      names = "--columns",
      paramLabel = "1|2",
      description =
          "The width in columns of a paper: 1 is 85 mm, 2 is 178 mm. If left out, 1 for one trace or improvement,"
              + " and 2 for several traces.")
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

  @Option(
      names = "--palette",
      paramLabel = "PALETTE",
      description = {
        "okabe-ito: colours for any kind of colour vision;",
        "grey: for print without colours;",
        "radical: as RADICAL-Analytics colours states, for overheads only.",
        "If left out, radical for overheads and okabe-ito for the others."
      })
  private @Nullable Palette palette;

  /** What is drawn. */
  enum Kind {
    UTILIZATION,
    GANTT,
    THROUGHPUT,
    OVERHEADS,
    IMPROVEMENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException {
    checkUsage();
    try {
      FigureWriter.format(out);
      List<Path> files =
          kind == Kind.IMPROVEMENT ? ResultFiles.find(given) : TraceFiles.find(given);
      if (files.isEmpty()) {
        throw new UsageException(
            "there is no trace in "
                + String.join(", ", given.stream().map(Path::toString).toList())
                + "; 'simulate --out DIR', 'run' and 'validate' write some");
      }
      Page page = page(files.size());
      FigureWriter.write(figure(files, page), out, page);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    command.commandLine().getErr().println("wrote " + out);
    return ExitCode.DONE;
  }

  /** In the order in which they are given; of folders sequential ones first, as in the paper. */
  private List<Column> runs(List<Path> files) {
    Stream<Trace> read = files.stream().map(TraceFile::read);
    if (given.stream().anyMatch(Files::isDirectory)) {
      read = read.sorted(Comparator.comparing(t -> !t.header().mode().startsWith("sequential")));
    }
    List<Trace> traces = read.toList();
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
    if (palette == Palette.RADICAL && kind != Kind.OVERHEADS) {
      throw new UsageException(
          "--palette radical colours the states of --kind overheads only; choose okabe-ito or grey");
    }
  }

  private Page page(int files) {
    boolean wide = files > 1 && kind != Kind.IMPROVEMENT;
    int across = columns != null ? columns : wide ? 2 : 1;
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

  private Figure figure(List<Path> files, Page page) {
    Palette fills =
        palette != null ? palette : kind == Kind.OVERHEADS ? Palette.RADICAL : Palette.OKABE_ITO;
    return switch (kind) {
      case UTILIZATION -> UtilizationFigure.of(runs(files), page, fills);
      case GANTT -> GanttFigure.of(runs(files), page, fills);
      case THROUGHPUT -> ThroughputFigure.of(runs(files), page, fills);
      case OVERHEADS -> OverheadsFigure.of(runs(files), page, fills);
      case IMPROVEMENT -> ImprovementFigure.of(ImprovementFiles.read(files), page, fills);
    };
  }
}
