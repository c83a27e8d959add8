package org.interleave.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  private static Table rows(int count) {
    Table table = Table.of("set", "tasks", "<TX>");
    for (int i = 0; i < count; i++) {
      table.row("S" + i, Integer.toString(10 * i), i % 2 == 0 ? "1.5 s" : "-");
    }
    return table;
  }

  @Test
  void columnsOfNumbersAreAlignedToTheRight() {
    assertThat(rows(3).text())
        .isEqualTo("set  tasks  <TX>\nS0       0  1.5 s\nS1      10  -\nS2      20  1.5 s\n");
    assertThat(rows(1).html())
        .contains("<th scope=\"col\" class=\"n\">tasks</th><th scope=\"col\">&lt;TX&gt;</th>")
        .contains("<tr><th scope=\"row\">S0</th><td class=\"n\">0</td><td>1.5 s</td></tr>");
  }

  /** All rows are in the page, for who reads it without a script. */
  @Test
  void rowsBeyondTheFirstAreApartAndAButtonAsksForThem() {
    assertThat(rows(Table.MOST_SHOWN).html()).doesNotContain("more", "rest", "button");

    String html = rows(Table.MOST_SHOWN + 1).html();

    String more = "</tr>\n</tbody>\n<tbody class=\"more\">\n<tr><th scope=\"row\">S200</th>";
    assertThat(html)
        .containsOnlyOnce(more)
        .endsWith(
            "</table>\n<p class=\"rest\">These are the first 200 of 201 rows. <button"
                + " type=\"button\">Show all</button></p>\n");
    assertThat(html.split("<tr>", -1)).hasSize(1 + 1 + 201);
  }
}
