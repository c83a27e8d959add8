package org.interleave.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.nio.file.Path;
import java.util.List;
import org.interleave.imports.ImportedWorkflow.PlacedTask;
import org.interleave.interchange.OutputFile;

/** A table that says which task of a file became which task of which set. */
public final class TaskTable {

  private TaskTable() {}

  /** Writes it as CSV with the columns id, set and index. */
  public static void write(Path file, List<PlacedTask> tasks) {
    OutputFile.write(
        file,
        out -> {
          CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
          csv.writeRecord("id", "set", "index");
          for (PlacedTask t : tasks) {
            csv.writeRecord(t.id(), t.set(), Integer.toString(t.index()));
          }
          csv.flush();
        });
  }
}
