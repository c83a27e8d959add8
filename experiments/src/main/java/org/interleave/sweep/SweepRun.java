package org.interleave.sweep;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.interleave.execution.journal.RunDirectory;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/**
 * Makes the points of a sweep, several at once, and writes their rows in order as they come. What a
 * kill interrupts goes on behind the last row that was written; the table has the same bytes then.
 */
public final class SweepRun {

  /** Of more points than these nobody waits for the count of those that keep the conditions. */
  private static final long MOST_SIFTED = 2_000_000_000L;

  /** As many points are looked at before anything is simulated. */
  private static final int CHECKED = 20;

  /** How many points are under way for each thread: the slowest holds the others' rows back. */
  private static final int AHEAD = 16;

  private final SweepFolder folder;
  private final Points points;
  private final int threads;
  private final PointStudy study;
  private volatile boolean stopped;

  /**
   * A run of a sweep, or of what is left of it.
   *
   * @param threads how many points, or where there are few, replications are simulated at once
   */
  public SweepRun(SweepFolder folder, int threads) {
    this.folder = folder;
    this.points = Points.of(folder.sweep());
    this.threads = threads;
    long shares = Math.max(1, points.count() / folder.shard().of());
    this.study =
        new PointStudy(
            folder.sweep(), folder.base(), (int) Math.max(1, threads / Math.min(shares, threads)));
  }

  /** How many points there are: those that keep the constraints, and belong to the shard. */
  public long count() {
    Shard shard = folder.shard();
    if (folder.sweep().constraints().isEmpty()) {
      return shard.share(points.count());
    }
    if (points.count() > MOST_SIFTED) {
      throw new SpecException(
          new Position(folder.sweep().source(), 1, 1),
          "the design has more than "
              + MOST_SIFTED
              + " points, too many to look for those that keep the conditions of where; vary less, or"
              + " choose a design such as {sobol: 10000}");
    }
    long count = 0;
    for (long p = shard.first(); p < points.count(); p += shard.of()) {
      count += points.isWanted(points.at(p)) ? 1 : 0;
    }
    return count;
  }

  /**
   * Simulates some points from all over the design without writing them, until it took a while.
   *
   * @param most how many at most
   * @param nanos how long; one point is simulated in any case
   * @return how many were
   */
  public int rehearse(int most, long nanos) {
    long start = System.nanoTime();
    int made = 0;
    long tried = 0;
    while (made < most && tried < 100L * most && (made == 0 || System.nanoTime() - start < nanos)) {
      Map<String, String> values = points.at(spread(++tried));
      if (points.isWanted(values)) {
        study.of(values);
        made++;
      }
    }
    return made;
  }

  /**
   * Looks whether what is varied can be: a slip in a path is one in every point.
   *
   * @throws SpecException of the first of some points, if all of them are invalid
   */
  public void check() {
    SpecException refusal = null;
    int tried = 0;
    for (long n = 0; n < 100L * CHECKED && tried < CHECKED && points.count() > 0; n++) {
      Map<String, String> values = points.at(spread(n));
      if (points.isWanted(values)) {
        tried++;
        try {
          study.check(values);
          return;
        } catch (SpecException e) {
          refusal = refusal == null ? e : refusal;
        }
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  /** The golden section leaves no part of the design out for long. */
  private long spread(long n) {
    double place = n * 0.6180339887498949;
    return (long) ((place - Math.floor(place)) * points.count());
  }

  /** Asks for an early end, from any thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Makes all points that are not there yet.
   *
   * @param progress told with each new point how many are done, those of earlier runs included
   * @return whether all are there now
   */
  public boolean run(LongConsumer progress) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (RunDirectory directory = RunDirectory.open(folder.path())) {
      folder.begin();
      Path table = directory.resolve(SweepFolder.POINTS);
      try (RowFile rows = RowFile.open(table, folder.columns())) {
        make(pool, rows, progress);
      }
      if (!stopped) {
        folder.finish();
      }
      return !stopped;
    } finally {
      pool.shutdownNow();
    }
  }

  private void make(ExecutorService pool, RowFile rows, LongConsumer progress) {
    ArrayDeque<Future<List<String>>> ahead = new ArrayDeque<>();
    long done = 0;
    Shard shard = folder.shard();
    boolean all = folder.sweep().constraints().isEmpty();
    for (long p = shard.first(); p < points.count() && !stopped; p += shard.of()) {
      if (all && p <= rows.last()) {
        done++;
        continue;
      }
      Map<String, String> values = points.at(p);
      if (!points.isWanted(values)) {
        continue;
      }
      if (p <= rows.last()) {
        done++;
        continue;
      }
      long point = p;
      ahead.add(pool.submit(() -> row(point, values)));
      while (ahead.size() >= threads * AHEAD || !ahead.isEmpty() && ahead.element().isDone()) {
        write(ahead.remove(), rows);
        progress.accept(++done);
      }
    }
    while (!ahead.isEmpty() && !stopped) {
      write(ahead.remove(), rows);
      progress.accept(++done);
    }
  }

  private List<String> row(long point, Map<String, String> values) {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString(point));
    cells.addAll(values.values());
    cells.addAll(study.of(values));
    return cells;
  }

  private static void write(Future<List<String>> row, RowFile rows) {
    if (!row.isDone()) {
      rows.flush();
    }
    try {
      rows.append(row.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
