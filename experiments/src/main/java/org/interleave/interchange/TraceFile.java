package org.interleave.interchange;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.TraceSink;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Traces as files: CSV with the header in comment lines, or JSON; the ending of the file's name
 * decides. The makespan stands at the end, where it tells that the file is whole; the order of
 * records is that of starts, or in a streamed trace that of ends. Instants are seconds with six
 * decimals, which hold whole microseconds exactly, so what is read is what was written.
 */
public final class TraceFile {

  private static final String MARK = "interleave-trace";
  private static final String TTX = "ttx_s";
  private static final List<String> COLUMNS =
      List.of(
          "set",
          "iteration",
          "index",
          "attempt",
          "stage",
          "slots",
          "gpus",
          "memory_mib",
          "nodes",
          "ready_s",
          "dispatched_s",
          "started_s",
          "ended_s",
          "freed_s",
          "requested_s",
          "end");

  private static final List<String> TEXTS = List.of("set", "stage", "nodes", "end");

  private TraceFile() {}

  /** Writes a trace. */
  public static void write(Path file, Trace trace) {
    stream(
        file,
        trace.header(),
        sink -> {
          trace.records().forEach(sink::accept);
          return trace.header().ttxMicros();
        });
  }

  /**
   * Writes a trace while it comes into being, without holding it.
   *
   * @param header what it is a trace of; its makespan is not looked at
   * @param run gives its records to the sink, and then returns the makespan in microseconds
   */
  public static void stream(Path file, TraceHeader header, ToLongFunction<TraceSink> run) {
    OutputFile.write(
        file,
        out -> {
          Form form = isJson(file) ? new JsonForm(out) : new CsvForm(out);
          form.begin(headerFields(header));
          form.end(run.applyAsLong(form));
        });
  }

  /**
   * Reads a trace.
   *
   * @throws SpecException if the file is not one
   */
  public static Trace read(Path file) {
    try {
      String text = Files.readString(file);
      return isJson(file) ? readJson(file, text) : readCsv(file, text);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw wrong(file, 1, "this is not a text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file looks like a trace, and not like a specification. */
  public static boolean isTrace(Path file) {
    try (java.io.BufferedReader reader = Files.newBufferedReader(file)) {
      char[] begin = new char[200];
      int n = reader.read(begin);
      return n > 0 && new String(begin, 0, n).contains(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isJson(Path file) {
    return file.getFileName().toString().toLowerCase(java.util.Locale.ROOT).endsWith(".json");
  }

  private static Map<String, String> headerFields(TraceHeader h) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(MARK, "1");
    fields.put("engine", h.engine());
    fields.put("workflow", h.workflow());
    fields.put("iterations", Integer.toString(h.iterations()));
    fields.put("mode", h.mode());
    fields.put("policy", h.policy());
    fields.put("pooled", Boolean.toString(h.pooled()));
    fields.put("cluster", h.cluster().name());
    fields.put("slot", h.cluster().slot().name().toLowerCase(java.util.Locale.ROOT));
    fields.put(
        "nodes",
        String.join(
            " ",
            h.cluster().groups().stream()
                .map(
                    g ->
                        g.count()
                            + "x"
                            + g.cores()
                            + "x"
                            + g.threads()
                            + ":"
                            + g.gpus()
                            + ":"
                            + g.reserved()
                            + ":"
                            + g.memoryMiB())
                .toList()));
    fields.put("overheads", h.overheads());
    fields.put("seed", Long.toString(h.seed()));
    fields.put("replication", Integer.toString(h.replication()));
    return fields;
  }

  private static List<String> cells(TaskRecord t) {
    return List.of(
        t.set(),
        Integer.toString(t.iteration()),
        Integer.toString(t.index()),
        Integer.toString(t.attempt()),
        t.stage(),
        Integer.toString(t.slots()),
        Integer.toString(t.gpus()),
        Long.toString(t.memoryMiB()),
        String.join(" ", t.nodes().stream().map(n -> Integer.toString(n)).toList()),
        seconds(t.readyMicros()),
        seconds(t.dispatchedMicros()),
        seconds(t.startedMicros()),
        seconds(t.endedMicros()),
        seconds(t.freedMicros()),
        seconds(t.requestedMicros()),
        t.end().name());
  }

  private static String seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  /** One of the two ways to write a trace. */
  private interface Form extends TraceSink {
    void begin(Map<String, String> header) throws IOException;

    void end(long ttxMicros) throws IOException;
  }

  private static final class CsvForm implements Form {
    private final Writer out;
    private final CsvWriter csv;

    CsvForm(Writer out) {
      this.out = out;
      this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    }

    @Override
    public void begin(Map<String, String> header) throws IOException {
      for (Map.Entry<String, String> field : header.entrySet()) {
        out.write("# " + field.getKey() + ": " + oneLine(field.getValue()) + "\n");
      }
      csv.writeRecord(COLUMNS);
    }

    @Override
    public void accept(TaskRecord task) {
      csv.writeRecord(cells(task));
    }

    @Override
    public void end(long ttxMicros) throws IOException {
      csv.flush();
      out.write("# " + TTX + ": " + seconds(ttxMicros) + "\n");
    }
  }

  private static final class JsonForm implements Form {
    private final JsonGenerator json;

    JsonForm(Writer out) {
      this.json = JsonMapper.builder().build().createGenerator(out);
    }

    @Override
    public void begin(Map<String, String> header) {
      json.writeStartObject();
      header.forEach(json::writeStringProperty);
      json.writeArrayPropertyStart("tasks");
    }

    @Override
    public void accept(TaskRecord task) {
      json.writeRaw("\n");
      json.writeStartObject();
      List<String> cells = cells(task);
      for (int c = 0; c < cells.size(); c++) {
        if (TEXTS.contains(COLUMNS.get(c))) {
          json.writeStringProperty(COLUMNS.get(c), cells.get(c));
        } else {
          json.writeNumberProperty(COLUMNS.get(c), new BigDecimal(cells.get(c)));
        }
      }
      json.writeEndObject();
    }

    @Override
    public void end(long ttxMicros) {
      json.writeEndArray();
      json.writeNumberProperty(TTX, BigDecimal.valueOf(ttxMicros, 6));
      json.writeEndObject();
      json.writeRaw("\n");
      json.flush();
    }
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
      throw wrong(file, line, "this line of the header is damaged");
    }
  }

  private static Trace readCsv(Path file, String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    int start = 0;
    int line = 0;
    while (text.startsWith("# ", start)) {
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
    int footer = text.lastIndexOf("\n# " + TTX + ": ") + 1;
    requireMark(file, fields);
    if (footer < Math.max(1, start) || !text.endsWith("\n")) {
      throw wrong(file, 1, "the trace has no end: it was cut, or is still being written");
    }
    fields.put(TTX, text.substring(footer + TTX.length() + 4).strip());
    List<TaskRecord> records = new ArrayList<>();
    int headerLines = line;
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text.substring(start, footer))) {
      boolean first = true;
      for (CsvRecord row : csv) {
        int at = headerLines + (int) row.getStartingLineNumber();
        if (first && !row.getFields().equals(COLUMNS)) {
          throw wrong(file, at, "the columns are not those of a trace: " + row.getFields());
        }
        if (!first) {
          records.add(record(file, at, row.getFields()));
        }
        first = false;
      }
    } catch (de.siegmar.fastcsv.reader.CsvParseException e) {
      throw wrong(file, headerLines + 1, "this is not valid CSV: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Trace(header(file, fields), records);
  }

  private static Trace readJson(Path file, String text) {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(text);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw wrong(file, line, "this is not valid JSON: " + e.getOriginalMessage());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    root.forEachEntry(
        (key, value) -> {
          if (value.isValueNode()) {
            fields.put(key, value.asString());
          }
        });
    List<TaskRecord> records = new ArrayList<>();
    for (JsonNode task : root.path("tasks")) {
      records.add(record(file, 1, COLUMNS.stream().map(c -> task.path(c).asString("")).toList()));
    }
    return new Trace(header(file, fields), records);
  }

  private static void requireMark(Path file, Map<String, String> fields) {
    if (!fields.getOrDefault(MARK, "").equals("1")) {
      throw wrong(
          file,
          1,
          "this is not a trace of version 1; traces are written by --trace, and recorded runs of"
              + " other systems are read by 'interleave replay'");
    }
  }

  private static TraceHeader header(Path file, Map<String, String> fields) {
    requireMark(file, fields);
    try {
      return new TraceHeader(
          need(fields, "engine"),
          need(fields, "workflow"),
          Integer.parseInt(need(fields, "iterations")),
          need(fields, "mode"),
          need(fields, "policy"),
          Boolean.parseBoolean(need(fields, "pooled")),
          cluster(fields),
          need(fields, "overheads"),
          Long.parseLong(need(fields, "seed")),
          Integer.parseInt(need(fields, "replication")),
          micros(need(fields, TTX)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(file, 1, "the trace's header is damaged: " + e.getMessage());
    }
  }

  private static String need(Map<String, String> fields, String key) {
    String value = fields.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no '" + key + "'");
    }
    return value;
  }

  private static Cluster cluster(Map<String, String> fields) {
    List<NodeGroup> groups = new ArrayList<>();
    for (String group : need(fields, "nodes").split(" ", -1)) {
      String[] n = group.split("[x:]", -1);
      if (n.length != 6) {
        throw new IllegalArgumentException("'" + group + "' is not a node group");
      }
      groups.add(
          new NodeGroup(
              Integer.parseInt(n[0]),
              Integer.parseInt(n[1]),
              Integer.parseInt(n[2]),
              Integer.parseInt(n[3]),
              Integer.parseInt(n[4]),
              Long.parseLong(n[5])));
    }
    return new Cluster(
        need(fields, "cluster"),
        SlotKind.valueOf(need(fields, "slot").toUpperCase(java.util.Locale.ROOT)),
        groups);
  }

  private static TaskRecord record(Path file, int line, List<String> c) {
    if (c.size() != COLUMNS.size()) {
      throw wrong(file, line, "the row has " + c.size() + " cells, not " + COLUMNS.size());
    }
    try {
      return new TaskRecord(
          c.get(0),
          Integer.parseInt(c.get(1)),
          Integer.parseInt(c.get(2)),
          Integer.parseInt(c.get(3)),
          c.get(4),
          Integer.parseInt(c.get(5)),
          Integer.parseInt(c.get(6)),
          Long.parseLong(c.get(7)),
          Arrays.stream(c.get(8).split(" ", -1)).map(Integer::valueOf).toList(),
          micros(c.get(9)),
          micros(c.get(10)),
          micros(c.get(11)),
          micros(c.get(12)),
          micros(c.get(13)),
          micros(c.get(14)),
          TaskEnd.valueOf(c.get(15)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(file, line, "the row can't be read: " + e.getMessage());
    }
  }

  private static long micros(String seconds) {
    if (seconds.length() > 40) {
      throw new IllegalArgumentException("'" + seconds + "' is not a time");
    }
    return new BigDecimal(seconds).movePointRight(6).longValueExact();
  }

  private static SpecException wrong(Path file, int line, String message) {
    return new SpecException(new Position(file.toString(), line, 1), message);
  }
}
