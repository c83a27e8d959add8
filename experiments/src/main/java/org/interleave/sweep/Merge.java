package org.interleave.sweep;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.execution.journal.RunDirectory;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;

/** Puts the shards of a sweep together: the same bytes as without shards. */
public final class Merge {

  private static final Pattern SHARD = Pattern.compile("shard-([0-9]{1,6})-of-([0-9]{1,6})");

  private Merge() {}

  /**
   * The shards that are not finished yet.
   *
   * @param out the folder that was given to all of them
   */
  public static List<Shard> missing(Path out, Sweep sweep, SpecSource base, int shards) {
    List<Shard> missing = new ArrayList<>();
    for (int s = 1; s <= shards; s++) {
      Shard shard = new Shard(s, shards);
      if (!SweepFolder.of(out, sweep, base, shard).isFinished()) {
        missing.add(shard);
      }
    }
    return missing;
  }

  /**
   * Into how many shards a sweep was split, as its folder shows; 0 if into none.
   *
   * @throws SpecException if there are shards of several splits
   */
  public static int shards(Path out) {
    SortedMap<Integer, SortedSet<Integer>> splits = new TreeMap<>();
    try (var entries = Files.list(out)) {
      entries
          .map(p -> SHARD.matcher(p.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(
              m ->
                  splits
                      .computeIfAbsent(Integer.parseInt(m.group(2)), k -> new TreeSet<>())
                      .add(Integer.parseInt(m.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + out + ": " + e.getMessage(), e);
    }
    if (splits.size() > 1) {
      List<String> found = new ArrayList<>();
      splits.forEach((of, numbers) -> found.add(folders(numbers, of)));
      throw new SpecException(
          new Position(out.toString(), 1, 1),
          "here are shards of different splits: "
              + String.join("; ", found)
              + "; keep the folders of one split, and move the others elsewhere or delete them");
    }
    return splits.isEmpty() ? 0 : splits.firstKey();
  }

  private static String folders(SortedSet<Integer> numbers, int of) {
    int more = numbers.size() - 1;
    return "shard-" + numbers.first() + "-of-" + of + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * Merges shards that are all finished.
   *
   * @return the folder of the whole
   * @throws SpecException if one of them is missing or not finished
   */
  public static SweepFolder of(Path out, Sweep sweep, SpecSource base, int shards) {
    List<Shard> missing = missing(out, sweep, base, shards);
    if (!missing.isEmpty()) {
      throw new SpecException(
          new Position(out.toString(), 1, 1),
          "shard "
              + missing.get(0)
              + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more are" : " is")
              + " not finished, or of another sweep; run it with --shard "
              + missing.get(0));
    }
    SweepFolder whole = SweepFolder.of(out, sweep, base, Shard.WHOLE);
    List<CsvReader<CsvRecord>> open = new ArrayList<>();
    try (RunDirectory directory = RunDirectory.open(out)) {
      whole.begin();
      Files.deleteIfExists(directory.resolve(SweepFolder.POINTS));
      List<Iterator<CsvRecord>> parts = new ArrayList<>();
      for (int s = 1; s <= shards; s++) {
        SweepFolder part = SweepFolder.of(out, sweep, base, new Shard(s, shards));
        CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(part.points());
        open.add(reader);
        Iterator<CsvRecord> rows = reader.iterator();
        rows.next();
        parts.add(rows);
      }
      try (RowFile rows = RowFile.open(whole.points(), whole.columns())) {
        merge(parts, rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't merge in " + out + ": " + e.getMessage(), e);
    } finally {
      open.forEach(Merge::close);
    }
    whole.finish();
    return whole;
  }

  private static void merge(List<Iterator<CsvRecord>> parts, RowFile rows) {
    List<List<String>> next = new ArrayList<>();
    for (Iterator<CsvRecord> part : parts) {
      next.add(part.hasNext() ? part.next().getFields() : List.of());
    }
    while (true) {
      int least = -1;
      for (int s = 0; s < next.size(); s++) {
        if (!next.get(s).isEmpty() && (least < 0 || point(next.get(s)) < point(next.get(least)))) {
          least = s;
        }
      }
      if (least < 0) {
        return;
      }
      rows.append(next.get(least));
      Iterator<CsvRecord> part = parts.get(least);
      next.set(least, part.hasNext() ? part.next().getFields() : List.of());
    }
  }

  private static long point(List<String> cells) {
    return Long.parseLong(cells.get(0));
  }

  private static void close(CsvReader<CsvRecord> reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
