package org.interleave.sweep;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/**
 * The rows of a sweep, in the order of their points: CSV, appended to. What is there is a part of
 * the final file from its beginning on, so the file is all that going on needs to know. A last line
 * that was not written to its end is cut off.
 */
final class RowFile implements AutoCloseable {

  private final Path file;
  private final CsvWriter csv;
  private final long last;

  private RowFile(Path file, Writer out, long last) {
    this.file = file;
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    this.last = last;
  }

  /** Takes one row after the other. */
  interface Rows {
    void accept(List<String> cells);
  }

  /**
   * Opens a file to append to, or begins one.
   *
   * @throws SpecException if it holds something else
   */
  static RowFile open(Path file, List<String> columns) {
    try {
      long end = Files.exists(file) ? lastLineEnd(file) : 0;
      if (end > 0) {
        cut(file, end);
      } else {
        Files.deleteIfExists(file);
      }
      long last = end > 0 ? lastPoint(file, columns) : -1;
      Writer writer =
          new OutputStreamWriter(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              StandardCharsets.UTF_8);
      RowFile rows = new RowFile(file, writer, last);
      if (end == 0) {
        rows.csv.writeRecord(columns);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The number of the last point that is there, -1 if none is. */
  long last() {
    return last;
  }

  void append(List<String> cells) {
    csv.writeRecord(cells);
  }

  /** Hands all that was appended to the system, where a kill can't reach it. */
  void flush() {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Hands over all rows behind the header. */
  static void read(Path file, List<String> columns, Rows rows) {
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      boolean header = true;
      for (CsvRecord row : csv) {
        if (header) {
          if (!row.getFields().equals(columns)) {
            throw wrong(file, 1, "the columns are not those of this sweep");
          }
          header = false;
        } else if (row.getFieldCount() != columns.size()) {
          throw wrong(file, row.getStartingLineNumber(), "this row is damaged");
        } else {
          rows.accept(row.getFields());
        }
      }
    } catch (CsvParseException e) {
      throw wrong(file, 1, "this is not valid CSV: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static SpecException wrong(Path file, long line, String what) {
    return new SpecException(
        new Position(file.toString(), (int) Math.min(Integer.MAX_VALUE, line), 1),
        what + "; choose another --out, or remove the file");
  }

  /** Cells hold no line ends, so every one ends a row. */
  private static long lastLineEnd(Path file) throws IOException {
    long end = 0;
    long at = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            end = at + i + 1;
          }
        }
        at += n;
      }
    }
    return end;
  }

  private static void cut(Path file, long end) throws IOException {
    if (Files.size(file) > end) {
      try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
        whole.setLength(end);
      }
    }
  }

  private static long lastPoint(Path file, List<String> columns) {
    List<Long> last = new ArrayList<>(List.of(-1L));
    read(
        file,
        columns,
        cells -> {
          long point;
          try {
            point = Long.parseLong(cells.get(0));
          } catch (NumberFormatException e) {
            throw wrong(file, 1, "a row has no number");
          }
          if (point <= last.get(0)) {
            throw wrong(file, 1, "the rows are not in order");
          }
          last.set(0, point);
        });
    return last.get(0);
  }
}
