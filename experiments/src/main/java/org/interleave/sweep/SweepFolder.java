package org.interleave.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.Version;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;

/**
 * Where a sweep's results are: {@code points.csv} and {@code manifest.json}, of a shard in a folder
 * of its own below.
 */
public final class SweepFolder {

  static final String POINTS = "points.csv";

  private static final String POINT = "point";

  private final Path path;
  private final Sweep sweep;
  private final SpecSource base;
  private final Shard shard;

  private SweepFolder(Path path, Sweep sweep, SpecSource base, Shard shard) {
    this.path = path;
    this.sweep = sweep;
    this.base = base;
    this.shard = shard;
  }

  /** The folder of a sweep, or of a shard of it. */
  public static SweepFolder of(Path out, Sweep sweep, SpecSource base, Shard shard) {
    Path path =
        shard.isWhole() ? out : out.resolve("shard-" + shard.number() + "-of-" + shard.of());
    return new SweepFolder(path, sweep, base, shard);
  }

  public Path path() {
    return path;
  }

  Sweep sweep() {
    return sweep;
  }

  SpecSource base() {
    return base;
  }

  Shard shard() {
    return shard;
  }

  /** The table of results. */
  public Path points() {
    return path.resolve(POINTS);
  }

  private Path manifest() {
    return path.resolve("manifest.json");
  }

  /** The columns of the table. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    columns.add(POINT);
    columns.addAll(sweep.paths());
    columns.addAll(PointStudy.COLUMNS);
    return columns;
  }

  /**
   * Begins to write, or to go on.
   *
   * @throws SpecException if the folder is that of another sweep
   */
  void begin() {
    String wanted = manifest(false);
    if (!Files.exists(manifest())) {
      if (Files.exists(points())) {
        throw new SpecException(
            new Position(points().toString(), 1, 1),
            "there is a table, but no manifest.json beside it; choose another --out");
      }
      OutputFile.write(manifest(), wanted);
      return;
    }
    String found = text();
    if (found.equals(manifest(true))) {
      // Rows may have been removed since: until all are there again, it must not say that they are.
      OutputFile.write(manifest(), wanted);
    } else if (!found.equals(wanted) && !hasRows()) {
      remove(points());
      OutputFile.write(manifest(), wanted);
    } else if (!found.equals(wanted)) {
      throw new SpecException(
          new Position(manifest().toString(), 1, 1),
          "the results in this folder are of another sweep, specification or version; choose"
              + " another --out");
    }
  }

  /**
   * Whether anything was simulated: there is more than a header, and not only what can't be run.
   */
  private boolean hasRows() {
    if (!Files.exists(points())) {
      return false;
    }
    try (Stream<String> lines = Files.lines(points(), StandardCharsets.UTF_8)) {
      return lines.anyMatch(line -> line.contains("," + PointStudy.DONE + ","));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + points() + ": " + e.getMessage(), e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't remove " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes that all is there. */
  void finish() {
    OutputFile.write(manifest(), manifest(true));
  }

  /** Whether all is there, and of this sweep. */
  boolean isFinished() {
    return Files.exists(manifest()) && text().equals(manifest(true));
  }

  private String text() {
    try {
      return Files.readString(manifest(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + manifest() + ": " + e.getMessage(), e);
    }
  }

  private String manifest(boolean complete) {
    return Json.object()
        .put("interleaveSweep", 1)
        .put("name", sweep.name())
        .put("spec", sweep.base())
        .put("sweepSha256", sweep.sha256())
        .put("specSha256", base.read(sweep.settings()).sha256())
        .put("version", Version.current().toString())
        .put("design", sweep.design().kind().label())
        .put("points", Points.of(sweep).count())
        .put("shard", shard.toString())
        .put("seed", sweep.seed())
        .put("baseline", sweep.baseline().label())
        .put("parameters", sweep.paths())
        .put("columns", columns())
        .put("complete", complete)
        .text();
  }
}
