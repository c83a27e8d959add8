package org.interleave.interchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A trace as CSV, with the header in comment lines before it and the makespan in one after it. */
final class CsvTrace implements TraceText.Writing {

  private static final String COMMENT = "# ";
  private static final String FOOTER = COMMENT + TraceHeaderFields.TTX + ": ";

  private final Writer out;
  private final CsvWriter csv;

  CsvTrace(Writer out) {
    this.out = out;
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  }

  @Override
  public void begin(Map<String, String> header) throws IOException {
    for (Map.Entry<String, String> field : header.entrySet()) {
      out.write(COMMENT + field.getKey() + ": " + oneLine(field.getValue()) + "\n");
    }
    csv.writeRecord(TraceRow.COLUMNS);
  }

  @Override
  public void accept(TaskRecord task) {
    csv.writeRecord(TraceRow.cells(task));
  }

  @Override
  public void end(long ttxMicros) throws IOException {
    csv.flush();
    out.write(FOOTER + TraceRow.seconds(ttxMicros) + "\n");
  }

  /** As it is, or as a JSON string where blanks or line ends would be lost. */
  private static String oneLine(String value) {
    boolean plain =
        !value.isEmpty()
            && value.strip().equals(value)
            && value.charAt(0) != '"'
            && value
                .chars()
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    return plain ? value : JsonMapper.builder().build().writeValueAsString(value);
  }

  private static String unquoted(Path file, int line, String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    try {
      return JsonMapper.builder().build().readValue(value, String.class);
    } catch (JacksonException e) {
      throw TraceText.wrong(file, line, "this line of the header is damaged");
    }
  }

  static Trace read(Path file, String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    int start = 0;
    int line = 0;
    while (text.startsWith(COMMENT, start)) {
      int end = text.indexOf('\n', start);
      String comment = text.substring(start + 2, end < 0 ? text.length() : end).stripTrailing();
      int colon = comment.indexOf(": ");
      if (colon > 0) {
        fields.put(
            comment.substring(0, colon), unquoted(file, line + 1, comment.substring(colon + 2)));
      }
      start = end < 0 ? text.length() : end + 1;
      line++;
    }
    int footer = text.lastIndexOf("\n" + FOOTER) + 1;
    TraceText.requireMark(file, fields);
    if (footer < Math.max(1, start) || !text.endsWith("\n")) {
      throw TraceText.wrong(file, 1, "the trace has no end: it was cut, or is still being written");
    }
    fields.put(TraceHeaderFields.TTX, text.substring(footer + FOOTER.length()).strip());
    List<TaskRecord> records = records(file, text.substring(start, footer), line);
    return new Trace(TraceText.header(file, fields), records);
  }

  private static List<TaskRecord> records(Path file, String table, int headerLines) {
    List<TaskRecord> records = new ArrayList<>();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(table)) {
      int columns = 0;
      for (CsvRecord row : csv) {
        int at = headerLines + (int) row.getStartingLineNumber();
        List<String> cells = row.getFields();
        if (columns == 0) {
          if (!cells.equals(TraceRow.COLUMNS) && !cells.equals(TraceRow.OLDER_COLUMNS)) {
            throw TraceText.wrong(file, at, "the columns are not those of a trace: " + cells);
          }
          columns = cells.size();
        } else if (cells.size() != columns) {
          throw TraceText.wrong(file, at, "the row has " + cells.size() + " cells, not " + columns);
        } else {
          records.add(TraceText.record(file, at, cells));
        }
      }
    } catch (CsvParseException e) {
      throw TraceText.wrong(file, headerLines + 1, "this is not valid CSV: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }
}
