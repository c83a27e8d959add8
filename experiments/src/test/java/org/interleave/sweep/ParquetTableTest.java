package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTableTest {

  @TempDir private Path folder;

  @Test
  void charactersOfAPathStandForThemselves() {
    assertThat(ParquetTable.pattern("/a/plain path/it's (1) {2} ~ $ ]/p.csv"))
        .isEqualTo("/a/plain path/it's (1) {2} ~ $ ]/p.csv");
    assertThat(ParquetTable.pattern("/a*/**/b?/[c]/p.csv"))
        .isEqualTo("/a[*]/[*][*]/b[?]/[[]c]/p.csv");
    assertThat(ParquetTable.text("it's mine")).isEqualTo("'it''s mine'");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatNoPatternMatchesIsRefusedInOneLine() {
    assertThat(ParquetTable.pattern("/a\\b/p.csv")).isEqualTo("/a\\b/p.csv");
    SweepFolder to = in(folder.resolve("a\\b*"), PointsTest.sweep("vary: {policy.seed: [1]}\n"));
    assertThatThrownBy(() -> ParquetTable.write(to))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "points.parquet: DuckDB finds no path with a backslash and one of * ? [; choose another"
                + " --out");
  }

  /** Beside each lies a table of other rows, which a pattern would match. */
  @ParameterizedTest
  @ValueSource(strings = {"a*b", "a?b", "a[x]b", "a[b", "it's \"a\"", "**", "nodes=4", "~", "a\\b"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFolderMayHaveAnyName(String name) throws Exception {
    assumeTrue(ParquetTable.isAvailable(), "DuckDB's driver is not there: it is optional");
    Sweep other = PointsTest.sweep("vary: {sets.T1.time: [10 s, 20 s, 30 s]}\n");
    new SweepRun(in(folder.resolve("axb"), other), 1).run(done -> {});
    SweepFolder to =
        in(folder.resolve(name), PointsTest.sweep("vary: {sets.T1.time: [10 s, 20 s]}\n"));
    new SweepRun(to, 1).run(done -> {});

    Path plain = Files.copy(ParquetTable.write(to), folder.resolve("plain.parquet"));

    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT * FROM '" + plain + "'")) {
      assertThat(r.getMetaData().getColumnCount()).isEqualTo(to.columns().size());
      int rows = 0;
      while (r.next()) {
        rows++;
      }
      assertThat(rows).isEqualTo(2);
    }
  }

  private static SweepFolder in(Path path, Sweep sweep) {
    return SweepFolder.of(path, sweep, SpecSource.of(sweep.base(), Path.of("")), Shard.WHOLE);
  }

  @Test
  void numbersAreNumbersAndTextsAreTexts() throws Exception {
    assumeTrue(ParquetTable.isAvailable(), "DuckDB's driver is not there: it is optional");
    Sweep sweep =
        PointsTest.sweep(
            """
            vary:
              cluster.nodes[0].count: [0, 4]
              sets.T1.time: [10 s, 20.5 s]
              policy.order: [submission, shortest]
            replications: 2
            """);
    SweepFolder to = in(folder, sweep);
    new SweepRun(to, 1).run(done -> {});

    Path file = ParquetTable.write(to);

    List<String> types = new ArrayList<>();
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement()) {
      try (ResultSet r = s.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
        while (r.next()) {
          types.add(r.getString(1) + " " + r.getString(2));
        }
      }
      assertThat(types)
          .startsWith(
              "point BIGINT",
              "cluster.nodes[0].count BIGINT",
              "sets.T1.time VARCHAR",
              "policy.order VARCHAR",
              "status VARCHAR",
              "replications BIGINT",
              "sequential_ttx_s DOUBLE")
          .hasSameSizeAs(to.columns());
      try (ResultSet r =
          s.executeQuery(
              "SELECT count(*), count(improvement), min(\"sets.T1.time\") FROM '" + file + "'")) {
        r.next();
        assertThat(r.getLong(1)).isEqualTo(8);
        assertThat(r.getLong(2)).as("points that could be run").isEqualTo(4);
        assertThat(r.getString(3)).isEqualTo("10 s");
      }
    }
  }
}
