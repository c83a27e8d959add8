package org.interleave.interchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Resources;

/**
 * Reads runs of RADICAL-Pilot that were written as a table: a row a task, with the columns {@value
 * #COLUMN_LIST}. Times are seconds since the pilot's bootstrap, nodes are numbered from 1.
 *
 * <p>Traps: cells may be blank (an instant that was not recorded is taken from its neighbour in
 * time, and a note says how often); tasks of different sets may bear one label, so sets are told
 * apart by their resources too.
 *
 * <p>RADICAL-Analytics names some columns otherwise, which are read as well: {@code label}, {@code
 * cores}, {@code t_slot} and {@code t_free}; its {@code ranks}, {@code cores_per_rank} and {@code
 * gpus_per_rank} are a task's processes. A label that is the task's own name is none. Nodes may
 * have names instead of numbers.
 *
 * @param source the file
 * @param tasks its tasks, in the order of the file
 * @param notes what had to be filled in or left out
 */
public record RadicalTable(String source, List<RecordedTask> tasks, List<String> notes) {

  static final String COLUMN_LIST =
      "uid,pipeline,stage,set,hw_threads,gpus,node,requested_s,t_sched_ok,t_start,t_stop,"
          + "t_unsched,state";

  private static final List<String> COLUMNS = List.of(COLUMN_LIST.split(","));
  private static final Map<String, String> OTHER_NAMES =
      Map.of("set", "label", "hw_threads", "cores", "t_sched_ok", "t_slot", "t_unsched", "t_free");
  private static final int MAX_NODE = 1_000_000;
  private static final BigDecimal MAX_SECONDS = new BigDecimal("3e9");

  public RadicalTable {
    tasks = List.copyOf(tasks);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file.
   *
   * @throws SpecException if it is not such a table, or a cell of it can't be read
   */
  public static RadicalTable read(Path file) {
    try {
      String text = Files.readString(file);
      return new Reader(file).read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new SpecException(new Position(file.toString(), 1, 1), "this is not a text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reader {
    private final Path file;
    private final int[] columnOf = new int[COLUMNS.size()];
    private final List<RecordedTask> tasks = new ArrayList<>();
    private final Set<String> uids = new HashSet<>();
    private final Map<String, Integer> nodes = new LinkedHashMap<>();
    private int ranks = -1;
    private int coresPerRank = -1;
    private int gpusPerRank = -1;
    private int filled;
    private int left;
    private int failed;

    Reader(Path file) {
      this.file = file;
    }

    RadicalTable read(String text) throws IOException {
      try (CsvReader<CsvRecord> csv =
          CsvReader.builder()
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .ofCsvRecord(text)) {
        boolean first = true;
        for (CsvRecord row : csv) {
          if (first) {
            heading(row);
          } else {
            task(row);
          }
          first = false;
        }
        if (first) {
          throw new SpecException(
              at(1, 1), "the file is empty; it needs the columns " + COLUMN_LIST);
        }
      } catch (CsvParseException e) {
        throw new SpecException(at(1, 1), "this is not valid CSV: " + e.getMessage());
      }
      if (tasks.isEmpty()) {
        throw new SpecException(at(1, 1), "no task of this run has both a start and a stop");
      }
      List<String> notes = new ArrayList<>();
      if (nodes.size() == 1 && tasks.size() > 1) {
        notes.add("all tasks name one node, '" + nodes.keySet().iterator().next() + "'");
      }
      if (filled > 0) {
        notes.add(filled + " blank cell(s) were filled from the neighbouring instants");
      }
      if (failed > 0) {
        notes.add(failed + " task(s) ended in another state than DONE");
      }
      if (left > 0) {
        notes.add(left + " task(s) without start or stop were left out");
      }
      return new RadicalTable(file.toString(), tasks, notes);
    }

    private void heading(CsvRecord row) {
      for (int c = 0; c < COLUMNS.size(); c++) {
        columnOf[c] = row.getFields().indexOf(COLUMNS.get(c));
        String other = OTHER_NAMES.get(COLUMNS.get(c));
        if (columnOf[c] < 0 && other != null) {
          columnOf[c] = row.getFields().indexOf(other);
        }
        if (columnOf[c] < 0) {
          throw new SpecException(
              at(1, 1),
              "there is no column '" + COLUMNS.get(c) + "'; a recorded run has " + COLUMN_LIST);
        }
      }
      ranks(row.getFields());
    }

    /** A process is a rank, if the table tells of ranks. */
    private void ranks(List<String> heading) {
      ranks = heading.indexOf("ranks");
      coresPerRank = heading.indexOf("cores_per_rank");
      gpusPerRank = heading.indexOf("gpus_per_rank");
      if (coresPerRank < 0 || gpusPerRank < 0) {
        ranks = -1;
      }
    }

    private void task(CsvRecord row) {
      int line = (int) row.getStartingLineNumber();
      String uid = cell(row, line, "uid");
      if (uid.isEmpty() || !uids.add(uid)) {
        throw new SpecException(
            at(line, column("uid")),
            uid.isEmpty() ? "the task has no uid" : "the uid '" + uid + "' stands twice");
      }
      long start = instant(row, line, "t_start", -1);
      long stop = instant(row, line, "t_stop", -1);
      if (start < 0 || stop < 0) {
        left++;
        return;
      }
      long dispatched = instant(row, line, "t_sched_ok", start);
      long freed = instant(row, line, "t_unsched", stop);
      long requested = instant(row, line, "requested_s", Math.max(1, stop - start));
      if (!(dispatched <= start && start <= stop && stop <= freed)) {
        throw new SpecException(
            at(line, column("t_sched_ok")),
            "the instants of task '" + uid + "' are not in order: scheduled, start, stop, free");
      }
      tasks.add(
          new RecordedTask(
              uid,
              orElse(cell(row, line, "pipeline"), "pipeline"),
              orElse(cell(row, line, "stage"), "stage"),
              label(row, line, uid),
              ranks < 0 ? 1 : Math.max(1, rank(row, line, ranks, "ranks")),
              ranks < 0
                  ? whole(row, line, "hw_threads", Resources.MAX)
                  : rank(row, line, coresPerRank, "cores_per_rank"),
              ranks < 0
                  ? whole(row, line, "gpus", Resources.MAX)
                  : rank(row, line, gpusPerRank, "gpus_per_rank"),
              node(row, line),
              Math.max(1, requested),
              dispatched,
              start,
              stop,
              freed,
              done(row, line)));
    }

    private boolean done(CsvRecord row, int line) {
      String state = cell(row, line, "state");
      boolean done = state.isEmpty() || state.equals("DONE");
      failed += done ? 0 : 1;
      return done;
    }

    private String label(CsvRecord row, int line, String uid) {
      String label = cell(row, line, "set");
      return label.isEmpty() || label.equals(uid) ? "tasks" : label;
    }

    private int rank(CsvRecord row, int line, int index, String name) {
      if (index >= row.getFieldCount()) {
        throw new SpecException(
            at(line, row.getFieldCount()), "the row ends before its column '" + name + "'");
      }
      return whole(row.getField(index).strip(), line, index + 1, name, Resources.MAX);
    }

    private int node(CsvRecord row, int line) {
      String name = cell(row, line, "node");
      if (!name.isEmpty() && !name.matches("[0-9.+-].*")) {
        return nodes.computeIfAbsent(name, n -> nodes.size());
      }
      int node = whole(row, line, "node", MAX_NODE);
      if (node < 1) {
        throw new SpecException(at(line, column("node")), "nodes are numbered from 1");
      }
      return node - 1;
    }

    private int whole(CsvRecord row, int line, String name, int most) {
      return whole(cell(row, line, name), line, column(name), name, most);
    }

    private int whole(String cell, int line, int column, String name, int most) {
      String text = cell.endsWith(".0") ? cell.substring(0, cell.length() - 2) : cell;
      if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
        throw new SpecException(
            at(line, column),
            name + " must be a whole number from 0 to " + most + ", not '" + text + "'");
      }
      return Integer.parseInt(text);
    }

    private long instant(CsvRecord row, int line, String name, long otherwise) {
      String text = cell(row, line, name);
      if (text.isEmpty()) {
        filled += otherwise < 0 ? 0 : 1;
        return otherwise;
      }
      if (text.matches("[0-9]{1,12}(\\.[0-9]{0,30})?([eE][-+]?[0-9]{1,2})?")) {
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.compareTo(MAX_SECONDS) <= 0) {
          return seconds
              .movePointRight(6)
              .setScale(0, java.math.RoundingMode.HALF_EVEN)
              .longValueExact();
        }
      }
      throw new SpecException(
          at(line, column(name)), name + " must be seconds, 0 or more, not '" + text + "'");
    }

    private static String orElse(String text, String otherwise) {
      return text.isEmpty() ? otherwise : text;
    }

    private String cell(CsvRecord row, int line, String name) {
      int index = columnOf[COLUMNS.indexOf(name)];
      if (index >= row.getFieldCount()) {
        throw new SpecException(
            at(line, row.getFieldCount()), "the row ends before its column '" + name + "'");
      }
      return row.getField(index).strip();
    }

    private int column(String name) {
      return columnOf[COLUMNS.indexOf(name)] + 1;
    }

    /** In a table the column is the cell's number, which is what people count. */
    private Position at(int line, int column) {
      return new Position(file.toString(), line, column);
    }
  }
}
