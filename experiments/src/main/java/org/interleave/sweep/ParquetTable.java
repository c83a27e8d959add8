package org.interleave.sweep;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.interleave.spec.SweepAxis;

/**
 * The table of a sweep as Parquet, with numbers as numbers. DuckDB writes it, whose driver is no
 * part of the program: 80 MB that few need.
 */
public final class ParquetTable {

  /** What to do where the driver is missing. */
  public static final String HOW_TO_GET_IT =
      "./mvnw -q -Pparquet -pl experiments dependency:copy@parquet";

  private static final String DRIVER = "org.duckdb.DuckDBDriver";
  private static final Set<String> WHOLE =
      Set.of("replications", "doa_dep", "doa_res", "wla", "width");

  private ParquetTable() {}

  /** Whether the driver is there. */
  public static boolean isAvailable() {
    try {
      Class.forName(DRIVER);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Writes {@code points.parquet} beside the table of a sweep that is finished.
   *
   * @return the file
   * @throws IOException if it can't be written
   */
  public static Path write(SweepFolder folder) throws IOException {
    Path file = folder.path().resolve("points.parquet");
    Path part = folder.path().resolve("points.parquet.part");
    String table = pattern(absolute(folder.points()));
    if (table.isEmpty()) {
      throw new IOException(
          "can't write "
              + file
              + ": DuckDB finds no path with a backslash and one of * ? [; choose another --out");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv("
              + text(table)
              // Or folders such as nodes=4 would become columns.
              + ", auto_detect = false, hive_partitioning = false, header = true, delim = ',', quote = '\"', escape = '\"',"
              + " nullstr = '', columns = {"
              + String.join(", ", columns(folder))
              + "})) TO "
              + text(absolute(part))
              + " (FORMAT parquet, COMPRESSION zstd)");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      Files.deleteIfExists(part);
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException("can't write " + file + ": " + why, e);
    }
    return file;
  }

  /** Not relative: DuckDB takes names such as {@code ~} and {@code file:} in front for others. */
  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }

  /**
   * What matches a path and no other: DuckDB reads all files that match, and would take a folder's
   * {@code *} for any.
   *
   * @return empty if there is nothing that does
   */
  static String pattern(String path) {
    String pattern = path.replaceAll("[*?\\[]", "[$0]");
    boolean split = File.separatorChar != '\\' && path.indexOf('\\') >= 0;
    return split && !pattern.equals(path) ? "" : pattern;
  }

  /** Each as {@code 'name': 'TYPE'}. Names that differ in case only are one to DuckDB. */
  private static List<String> columns(SweepFolder folder) {
    List<String> types = new ArrayList<>();
    types.add("BIGINT");
    for (SweepAxis axis : folder.sweep().axes()) {
      axis.parameters().forEach(p -> types.add(type(p.values())));
    }
    for (String column : PointStudy.COLUMNS) {
      types.add(WHOLE.contains(column) ? "BIGINT" : column.equals("status") ? "VARCHAR" : "DOUBLE");
    }
    List<String> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int c = 0; c < types.size(); c++) {
      String name = folder.columns().get(c);
      String own = name;
      for (int n = 2; !names.add(own.toLowerCase(Locale.ROOT)); n++) {
        own = name + "_" + n;
      }
      columns.add(text(own) + ": '" + types.get(c) + "'");
    }
    return columns;
  }

  private static String type(SweepAxis.Values values) {
    if (values instanceof SweepAxis.Range range) {
      return !range.unit().isEmpty() ? "VARCHAR" : range.whole() ? "BIGINT" : "DOUBLE";
    }
    boolean whole = true;
    boolean number = true;
    for (int l = 0; l < values.levels(); l++) {
      whole &= values.level(l).matches("-?[0-9]{1,18}");
      number &= values.level(l).matches("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?");
    }
    return whole ? "BIGINT" : number ? "DOUBLE" : "VARCHAR";
  }

  /** In quotes, of which those inside are doubled. */
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
