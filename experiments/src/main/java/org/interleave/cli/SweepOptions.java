package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.interchange.OutputFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepReader;
import org.interleave.sweep.ParquetTable;
import org.interleave.sweep.SweepFigures;
import org.interleave.sweep.SweepFolder;
import org.interleave.sweep.SweepReport;
import org.interleave.sweep.SweepSummary;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which sweep is meant, and what is written of it in the end. */
final class SweepOptions {

  @Parameters(
      paramLabel = "SWEEP",
      description = "A file that says what is varied, and how, or a shipped one ('examples').")
  private Path file = Path.of("");

  @Option(names = "--parquet", description = "Write points.parquet beside points.csv too.")
  private boolean parquet;

  /** The file, as it was named. */
  Path file() {
    return file;
  }

  /** Reads the sweep. */
  Sweep read() {
    if (parquet && !ParquetTable.isAvailable()) {
      throw new UsageException(
          "--parquet needs DuckDB's driver, which is not there; get it with '"
              + ParquetTable.HOW_TO_GET_IT
              + "'");
    }
    ShippedPresets presets = new ShippedPresets();
    String shipped = presets.text(ShippedPresets.SWEEP, file.toString());
    if (!Files.isRegularFile(file) && shipped != null) {
      return SweepReader.read(file.toString(), shipped);
    }
    if (!Files.exists(file)) {
      throw new UsageException("there is no file '" + file + "'");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("'" + file + "' is a folder, not a sweep");
    }
    return SweepReader.read(file);
  }

  /** What the sweep varies: beside it, or shipped. */
  SpecSource base(Sweep sweep) {
    Path folder = file.toAbsolutePath().getParent();
    SpecSource base;
    try {
      base = SpecSource.of(sweep.base(), folder == null ? Path.of("") : folder);
    } catch (IllegalArgumentException e) {
      throw new SpecException(new Position(file.toString(), 1, 1), "spec: " + e.getMessage());
    }
    base.read(sweep.settings());
    return base;
  }

  /** Where results go; without a time in its name, so that the same command goes on with them. */
  static Path folder(OutputOptions output, Sweep sweep) {
    return output.out == null
        ? Path.of("interleave-sweeps", FolderName.plain(sweep.name()))
        : output.out;
  }

  /** Sums a finished sweep up, beside its table, and draws it. */
  SweepReport summed(SweepFolder folder, PrintWriter err) throws IOException {
    SweepSummary summary = SweepSummary.of(folder);
    SweepReport report = new SweepReport(summary);
    OutputFile.write(folder.path().resolve("summary.json"), report.json().text());
    OutputFile.write(folder.path().resolve("summary.txt"), report.text());
    SweepFigures.write(folder, summary).notes().forEach(err::println);
    if (parquet) {
      err.println("wrote " + ParquetTable.write(folder));
    }
    return report;
  }
}
