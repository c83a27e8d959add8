package org.interleave.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;

/** The formats of other systems that can be read. */
public enum ImportFormat {
  /** WfCommons' WfFormat, a JSON file. */
  WFFORMAT("wfformat"),
  /** A run of RADICAL-Pilot as a table in CSV. */
  RADICAL("radical"),
  /** RADICAL-Pilot's profiles: a file, or a folder of them. */
  PROFILES("profiles"),
  /** Nextflow's trace file. */
  NEXTFLOW("nextflow"),
  /** Slurm's accounting, as {@code sacct --parsable2} prints it. */
  SLURM("slurm"),
  /** The Standard Workload Format. */
  SWF("swf");

  private static final int BEGIN = 1 << 16;
  private static final int LONG = 1_000;
  private static final int NUMBERS = 10;
  private static final String MARK = "interleave-trace";
  private static final Set<String> NEXTFLOWS = Set.of("status", "task_id", "realtime");

  /** How gzip, zip, bzip2, xz and zstd begin, as far as that is UTF-8. */
  private static final List<String> PACKED =
      List.of("\u001f\ufffd\b", "PK\u0003\u0004", "BZh", "\ufffd7zXZ", "(\ufffd/\ufffd");

  /** sacct's table for people, or its rows without their heading. */
  private static final Pattern ACCOUNTING =
      Pattern.compile("JobID(?:Raw)? .*|[0-9]{1,10}(?:[_+.][^| ]*)?\\|.*");

  private final String label;

  ImportFormat(String label) {
    this.label = label;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ImportFormat::label).toList();
  }

  /**
   * Tells the format from the content.
   *
   * @throws SpecException if it is none of these
   * @throws UncheckedIOException if the file can't be read
   */
  public static ImportFormat of(Path file) {
    if (Files.isDirectory(file)) {
      return PROFILES;
    }
    String begin = begin(file);
    if (PACKED.stream().anyMatch(begin::startsWith)) {
      throw new SpecException(
          new Position(file.toString(), 1, 1), "this file is packed; unpack it first");
    }
    if (begin.isBlank()) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "the file is empty; is it a file of one of " + String.join(", ", labels()) + "?");
    }
    List<String> lines = begin.lines().filter(l -> !l.isBlank()).limit(2).toList();
    String first = lines.get(0).strip();
    if (begin.contains(MARK)) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "this is a trace of Interleave already; report, plot, explain and export take it as it"
              + " is");
    }
    if (first.startsWith("{")) {
      return WFFORMAT;
    }
    List<String> cells = List.of(first.split(",", -1));
    if (first.startsWith("#time,") || cells.containsAll(List.of("time", "event", "uid"))) {
      return PROFILES;
    }
    if (cells.contains("uid") && cells.contains("t_start")) {
      return RADICAL;
    }
    List<String> columns = List.of(first.split("[|\t]", -1));
    if (columns.size() > 1 && (columns.contains("JobID") || columns.contains("JobIDRaw"))) {
      return SLURM;
    }
    if (ACCOUNTING.matcher(first.substring(0, Math.min(first.length(), LONG))).matches()) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "this is of Slurm's sacct, but not as a table with a heading and bars; "
              + SlurmAccounting.COMMAND);
    }
    if (columns.size() > 1 && columns.stream().anyMatch(NEXTFLOWS::contains)) {
      return NEXTFLOW;
    }
    if (first.startsWith(";") || isNumbers(first)) {
      return SWF;
    }
    throw new SpecException(
        new Position(file.toString(), 1, 1),
        "this is in none of the formats that are read, as far as its beginning tells; name one with"
            + " --from: "
            + Arrays.stream(values()).map(ImportFormat::label).collect(Collectors.joining(", ")));
  }

  /** Whether a line begins with as many numbers as no other format has. */
  private static boolean isNumbers(String line) {
    String[] cells = line.substring(0, Math.min(line.length(), LONG)).split("\\s+");
    return cells.length > NUMBERS
        && Arrays.stream(cells).limit(NUMBERS).allMatch(c -> c.matches("-?[0-9]+([.][0-9]*)?"));
  }

  private static String begin(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(BEGIN), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
