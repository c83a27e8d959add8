package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {

  @TempDir private Path folder;

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
    SweepFolder to =
        SweepFolder.of(folder, sweep, SpecSource.of(sweep.base(), Path.of("")), Shard.WHOLE);
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
