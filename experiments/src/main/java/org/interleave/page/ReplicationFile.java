package org.interleave.page;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.interchange.OutputFile;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Replications.Measure;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/**
 * What single replications took: a row each, a column for each mode's TTX and span in seconds. The
 * same replications give the same bytes.
 */
public final class ReplicationFile {

  /** Of more replications only so many are written: they show the distribution well enough. */
  public static final int MOST = 100_000;

  private static final String NAME = "replications.csv";
  private static final String TTX = " TTX [s]";
  private static final String SPAN = " span [s]";

  private ReplicationFile() {}

  /**
   * Writes the first of some replications.
   *
   * @param names of the scenarios, in the order in which they were replicated
   */
  public static void write(Path folder, List<String> names, Replications made) {
    List<String> header = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    header.add("replication");
    for (int s = 0; s < names.size(); s++) {
      header.add(names.get(s) + TTX);
      columns.add(made.values(s, Measure.TTX));
      header.add(names.get(s) + SPAN);
      columns.add(made.values(s, Measure.SPAN));
    }
    OutputFile.write(
        folder.resolve(NAME),
        out -> {
          CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
          csv.writeRecord(header);
          for (int r = 0; r < Math.min(made.count(), MOST); r++) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(r));
            for (double[] column : columns) {
              row.add(Double.toString(column[r]));
            }
            csv.writeRecord(row);
          }
          csv.flush();
        });
  }

  /**
   * TTX by the names of the scenarios, in their order; empty if there is no such file.
   *
   * @throws SpecException if it is damaged
   */
  static Map<String, double[]> ttxSeconds(Path folder) {
    Path file = folder.resolve(NAME);
    Map<String, double[]> values = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    List<CsvRecord> rows;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(file, StandardCharsets.UTF_8)) {
      rows = reader.stream().limit(MOST + 1L).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    } catch (CsvParseException | UncheckedIOException e) {
      throw damaged(file, 1, "it is not a table: " + e.getMessage());
    }
    List<String> header = rows.isEmpty() ? List.of() : rows.get(0).getFields();
    for (int c = 0; c < header.size(); c++) {
      if (header.get(c).endsWith(TTX)) {
        String name = header.get(c).substring(0, header.get(c).length() - TTX.length());
        double[] column = new double[rows.size() - 1];
        for (int r = 0; r < column.length; r++) {
          column[r] = seconds(file, r + 2, c, rows.get(r + 1));
        }
        values.put(name, column);
      }
    }
    return values;
  }

  private static double seconds(Path file, int line, int column, CsvRecord row) {
    String text = column < row.getFieldCount() ? row.getField(column) : "";
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw damaged(file, line, "'" + text + "' is no time in seconds");
    }
    return value;
  }

  private static SpecException damaged(Path file, int line, String what) {
    return new SpecException(
        new Position(file.toString(), line, 1),
        what + "; make it anew by 'simulate --replications N --out DIR'");
  }
}
