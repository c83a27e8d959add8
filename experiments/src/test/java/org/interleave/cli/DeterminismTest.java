package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same specification and seed give the same bytes, wherever they are computed. */
class DeterminismTest {

  private static final List<Locale> LOCALES =
      List.of(Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("ar-EG-u-nu-arab"));
  private static final List<String> ZONES = List.of("UTC", "Asia/Kolkata");

  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void restore() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  @Test
  void resultsAndFilesAreTheSameInThreeLocalesAndTwoTimeZones() throws Exception {
    List<Map<String, String>> results = new ArrayList<>();
    for (Locale l : LOCALES) {
      for (String z : ZONES) {
        Locale.setDefault(l);
        TimeZone.setDefault(TimeZone.getTimeZone(z));
        Path out = folder.resolve(l + z.replace('/', '-'));
        results.add(everything(out));
      }
    }
    assertThat(results).hasSize(6);
    assertThat(results.get(0)).hasSizeGreaterThan(15);
    for (Map<String, String> other : results) {
      assertThat(other).isEqualTo(results.get(0));
    }
  }

  private static Map<String, String> everything(Path out) throws Exception {
    Map<String, String> results = new TreeMap<>();
    results.put("predict", CommandRun.of("predict", "ddmd-as-run").out());
    results.put("predict json", CommandRun.of("predict", "ddmd-as-run", "--json").out());
    String spread = "sets.T0.time={normal: {mean: 384.6 s, sd: 0.5 s}}";
    results.put(
        "simulate",
        CommandRun.of(
                "simulate",
                "cdag2-as-run",
                "--set",
                spread,
                "--seed",
                "7",
                "--overheads",
                "summit-entk",
                "--json",
                "--out",
                out.resolve("simulated").toString())
            .out());
    results.put("paper", CommandRun.of("paper", "--out", out.resolve("paper").toString()).out());
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        results.put(out.relativize(file).toString(), digest(file));
      }
    }
    return results;
  }

  private static String digest(Path file)
      throws IOException, java.security.NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
