package org.interleave.interchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.TraceSink;

/**
 * What both forms of a trace's file have in common: how one is written, and what is wrong in it.
 */
final class TraceText {

  private TraceText() {}

  /** Takes a trace piece by piece. */
  interface Writing extends TraceSink {
    void begin(Map<String, String> header) throws IOException;

    void end(long ttxMicros) throws IOException;
  }

  static void requireMark(Path file, Map<String, String> fields) {
    if (!fields.getOrDefault(TraceHeaderFields.MARK, "").equals("1")) {
      throw wrong(
          file,
          1,
          "this is not a trace of version 1; traces are written by --trace, and recorded runs of"
              + " other systems are read by 'interleave replay'");
    }
  }

  static TraceHeader header(Path file, Map<String, String> fields) {
    requireMark(file, fields);
    try {
      return TraceHeaderFields.header(fields);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(file, 1, "the trace's header is damaged: " + e.getMessage());
    }
  }

  static TaskRecord record(Path file, int line, List<String> cells) {
    try {
      return TraceRow.record(cells);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(file, line, "the row can't be read: " + e.getMessage());
    }
  }

  static SpecException wrong(Path file, int line, String message) {
    return new SpecException(new Position(file.toString(), line, 1), message);
  }
}
