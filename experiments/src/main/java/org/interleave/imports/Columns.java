package org.interleave.imports;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/** A table with a heading: cells by the names of their columns. */
final class Columns {

  private final Path file;
  private final Map<String, Integer> columnOf = new HashMap<>();
  private final int width;
  private List<String> cells = List.of();
  private int line;

  Columns(Path file, List<String> heading) {
    this.file = file;
    this.width = heading.size();
    for (int c = 0; c < heading.size(); c++) {
      columnOf.putIfAbsent(heading.get(c).strip(), c);
    }
  }

  /**
   * Complains unless one of these columns is there.
   *
   * @param wayOut how to get a file that has it
   */
  void need(String wayOut, String... either) {
    for (String name : either) {
      if (columnOf.containsKey(name)) {
        return;
      }
    }
    throw new SpecException(
        new Position(file.toString(), 1, 1),
        "there is no column '" + String.join("' or '", either) + "'; " + wayOut);
  }

  boolean has(String name) {
    return columnOf.containsKey(name);
  }

  /**
   * Goes to a row.
   *
   * @param wayOut what to do about a row of another length than the heading
   */
  void row(int number, List<String> row, String wayOut) {
    line = number;
    cells = row;
    if (row.size() != width) {
      throw new SpecException(
          new Position(file.toString(), number, Math.min(row.size(), width)),
          "this row has " + row.size() + " cells, but the heading has " + width + "; " + wayOut);
    }
  }

  int line() {
    return line;
  }

  /** A cell of the row; empty if there is no such column, or nothing in it. */
  String cell(String name) {
    Integer column = columnOf.get(name);
    String text = column == null || column >= cells.size() ? "" : cells.get(column).strip();
    return text.equals("-") ? "" : text;
  }

  /** The first cell of these columns that holds something. */
  String first(String... names) {
    for (String name : names) {
      if (!cell(name).isEmpty()) {
        return cell(name);
      }
    }
    return "";
  }

  /** A whole number of a cell from 0 to {@code most}, or {@code otherwise} where it is empty. */
  int whole(String name, int most, int otherwise) {
    String text = cell(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
      throw wrong(
          name, name + " must be a whole number from 0 to " + most + ", not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** In a table the column is the cell's number, which is what people count. */
  SpecException wrong(String column, String message) {
    return new SpecException(
        new Position(file.toString(), line, columnOf.getOrDefault(column, 0) + 1), message);
  }
}
