package org.interleave.interchange;

import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trace as one JSON object: the header's fields, the tasks a line each, and the makespan. */
final class JsonTrace implements TraceText.Writing {

  private static final String TASKS = "tasks";

  /** Times as decimals: a double does not hold the microseconds of some centuries. */
  private static final JsonMapper READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonGenerator json;

  JsonTrace(Writer out) {
    this.json = JsonMapper.builder().build().createGenerator(out);
  }

  @Override
  public void begin(Map<String, String> header) {
    json.writeStartObject();
    header.forEach(json::writeStringProperty);
    json.writeArrayPropertyStart(TASKS);
  }

  @Override
  public void accept(TaskRecord task) {
    json.writeRaw("\n");
    json.writeStartObject();
    List<String> cells = TraceRow.cells(task);
    // What nothing was executed of has no such keys.
    int columns = task.execution() == null ? TraceRow.OLDER_COLUMNS.size() : cells.size();
    for (int c = 0; c < columns; c++) {
      String column = TraceRow.COLUMNS.get(c);
      if (TraceRow.isText(column)) {
        json.writeStringProperty(column, cells.get(c));
      } else {
        json.writeNumberProperty(column, new BigDecimal(cells.get(c)));
      }
    }
    json.writeEndObject();
  }

  @Override
  public void end(long ttxMicros) {
    json.writeEndArray();
    json.writeNumberProperty(TraceHeaderFields.TTX, BigDecimal.valueOf(ttxMicros, 6));
    json.writeEndObject();
    json.writeRaw("\n");
    json.flush();
  }

  static Trace read(Path file, String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<TaskRecord> records = new ArrayList<>();
    try (JsonParser json = READER.createParser(text)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = json.currentName();
          if (json.nextToken() == JsonToken.START_ARRAY && key.equals(TASKS)) {
            tasks(file, json, records);
          } else {
            JsonNode value = READER.readTree(json);
            if (value.isValueNode()) {
              fields.put(key, value.asString());
            }
          }
        }
      }
      TraceText.requireMark(file, fields);
      if (json.nextToken() != null) {
        int line = json.currentTokenLocation().getLineNr();
        throw TraceText.wrong(file, line, "there is more behind the end of the trace");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw TraceText.wrong(file, line, "this is not valid JSON: " + e.getOriginalMessage());
    }
    return new Trace(TraceText.header(file, fields), records);
  }

  private static void tasks(Path file, JsonParser json, List<TaskRecord> records) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int line = json.currentTokenLocation().getLineNr();
      JsonNode task = READER.readTree(json);
      List<String> cells =
          TraceRow.COLUMNS.stream().map(column -> task.path(column).asString("")).toList();
      records.add(TraceText.record(file, line, cells));
    }
  }
}
