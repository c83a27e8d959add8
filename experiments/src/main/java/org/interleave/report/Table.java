package org.interleave.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, as text for a terminal, as Markdown, as HTML, or as CSV. */
public final class Table {

  /** Of more rows than these a page shows the others when it is asked for them. */
  public static final int MOST_SHOWN = 200;

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> headings) {
    this.headings = headings;
  }

  /** A table without rows. */
  public static Table of(String... headings) {
    return new Table(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + headings.size());
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Columns of equal width; those that hold only numbers are aligned to the right. */
  public String text() {
    int[] widths = widths();
    boolean[] numeric = numeric();
    StringBuilder out = new StringBuilder();
    line(out, headings, widths, numeric);
    for (List<String> row : rows) {
      line(out, row, widths, numeric);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String pad = " ".repeat(widths[c] - width(cells.get(c)));
      line.append(c == 0 ? "" : "  ");
      line.append(numeric[c] ? pad + cells.get(c) : cells.get(c) + pad);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  /** A Markdown table. */
  public String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("| ").append(String.join(" | ", headings)).append(" |\n|");
    for (int c = 0; c < headings.size(); c++) {
      out.append(isNumeric(c) ? "---:|" : "---|");
    }
    out.append('\n');
    for (List<String> row : rows) {
      out.append("| ")
          .append(String.join(" | ", row.stream().map(r -> r.replace("|", "\\|")).toList()))
          .append(" |\n");
    }
    return out.toString();
  }

  /**
   * A table in HTML; cells of the columns that hold only numbers are of the class {@code n}. Rows
   * beyond {@link #MOST_SHOWN} are of a body of the class {@code more}, and below is a button of
   * the class {@code rest} that asks for them: where a script hides the one, it has to serve the
   * other.
   */
  public String html() {
    boolean[] numeric = numeric();
    StringBuilder out = new StringBuilder("<table>\n<thead><tr>");
    for (int c = 0; c < numeric.length; c++) {
      out.append(numeric[c] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .append(Html.escape(headings.get(c)))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < rows.size(); r++) {
      List<String> row = rows.get(r);
      out.append(r == MOST_SHOWN ? "</tbody>\n<tbody class=\"more\">\n" : "");
      out.append("<tr><th scope=\"row\">").append(Html.escape(row.get(0))).append("</th>");
      for (int c = 1; c < numeric.length; c++) {
        out.append(numeric[c] ? "<td class=\"n\">" : "<td>")
            .append(Html.escape(row.get(c)))
            .append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n");
    if (rows.size() > MOST_SHOWN) {
      out.append("<p class=\"rest\">These are the first ")
          .append(MOST_SHOWN)
          .append(" of ")
          .append(rows.size())
          .append(" rows. <button type=\"button\">Show all</button></p>\n");
    }
    return out.toString();
  }

  /** CSV with a heading line and LF; shares are plain numbers, 0.05 for 5 %. */
  public String csv() {
    StringWriter out = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
      csv.writeRecord(headings);
      rows.forEach(r -> csv.writeRecord(r.stream().map(Table::plain).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static String plain(String cell) {
    if (cell.matches("[-+]?[0-9]+(\\.[0-9]+)? %")) {
      return new BigDecimal(cell.substring(0, cell.length() - 2)).movePointLeft(2).toPlainString();
    }
    return cell.matches("\\+[0-9.]+") ? cell.substring(1) : cell;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = width(headings.get(c));
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], width(row.get(c)));
      }
    }
    return widths;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private boolean[] numeric() {
    boolean[] numeric = new boolean[headings.size()];
    for (int c = 0; c < numeric.length; c++) {
      numeric[c] = isNumeric(c);
    }
    return numeric;
  }

  private boolean isNumeric(int column) {
    return rows.stream().allMatch(r -> r.get(column).matches("[-+]?[0-9.,]+ ?%?|-|"));
  }
}
