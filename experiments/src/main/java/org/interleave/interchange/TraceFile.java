package org.interleave.interchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.interleave.spec.SpecException;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.TraceSink;

/**
 * Traces as files: CSV with the header in comment lines, or JSON; the ending of the file's name
 * decides. The makespan stands at the end, where it tells that the file is whole; the order of
 * records is that of starts, or in a streamed trace that of ends. Instants are seconds with six
 * decimals, which hold whole microseconds exactly, so what is read is what was written.
 *
 * <p>What only a real execution has is in the last columns, empty (in JSON: left out) otherwise:
 * {@code slot_ids} and {@code gpu_ids} are what each process had for itself, {@code 0-15 3-4,7} for
 * two of them and {@code -} for none; {@code exit_code} is that of the process. A file without
 * these columns is read as well. Keys of the header that are not its own are provenance.
 */
public final class TraceFile {

  private TraceFile() {}

  /**
   * Writes a trace.
   *
   * @throws IllegalArgumentException if its provenance has a key of other characters than small
   *     letters, digits and hyphens, or one that the header has itself
   */
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
   * @throws IllegalArgumentException if a key of its provenance is none, as in {@link #write}
   */
  public static void stream(Path file, TraceHeader header, ToLongFunction<TraceSink> run) {
    Map<String, String> fields = TraceHeaderFields.of(header);
    OutputFile.write(
        file,
        out -> {
          TraceText.Writing writing = isJson(file) ? new JsonTrace(out) : new CsvTrace(out);
          writing.begin(fields);
          writing.end(run.applyAsLong(writing));
        });
  }

  /**
   * Reads a trace.
   *
   * @throws SpecException if the file is not one
   */
  public static Trace read(Path file) {
    if (Files.isDirectory(file)) {
      throw TraceText.wrong(file, 1, "this is a folder, not a trace; name the files in it");
    }
    try {
      String text = Files.readString(file);
      return isJson(file) ? JsonTrace.read(file, text) : CsvTrace.read(file, text);
    } catch (CharacterCodingException e) {
      throw TraceText.wrong(file, 1, "this is not a text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file looks like a trace, and not like a specification. */
  public static boolean isTrace(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] begin = new char[200];
      int n = reader.read(begin);
      return n > 0 && new String(begin, 0, n).contains(TraceHeaderFields.MARK);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isJson(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }
}
