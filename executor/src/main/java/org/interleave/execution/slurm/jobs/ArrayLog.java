package org.interleave.execution.slurm.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.interleave.workflow.SetInstance;

/**
 * What was submitted in a run, in its file {@code jobs/submitted}: a line for every array before it
 * is submitted, another with its number after. What came of the tasks is in the journal; this is
 * how the jobs are found again that another process submitted.
 */
final class ArrayLog implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final Map<String, TaskArray> arrays = new LinkedHashMap<>();
  private final List<String> hosts = new ArrayList<>();
  private long originMicros = -1;

  private ArrayLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the file; makes it if there is none. A last line that was not written to its end is cut.
   *
   * @param instances the set instances of the workflow by number
   */
  static ArrayLog open(Path file, IntFunction<SetInstance> instances) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      ArrayLog log = new ArrayLog(file, channel);
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      channel.truncate(end);
      channel.position(end);
      String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
      for (String line : (Iterable<String>) text.lines()::iterator) {
        log.read(line, instances);
      }
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private void read(String line, IntFunction<SetInstance> instances) {
    String[] cells = line.split("\t", -1);
    try {
      switch (cells[0]) {
        case "origin" -> originMicros = Long.parseLong(cells[1]);
        case "host" -> hosts.add(cells[1]);
        case "array" -> {
          TaskArray array =
              new TaskArray(
                  cells[1],
                  arrays.size() + 1,
                  instances.apply(Integer.parseInt(cells[2])),
                  Integer.parseInt(cells[3]),
                  names(cells[4]).stream().map(Integer::valueOf).toList(),
                  originMicros,
                  names(cells[5]),
                  names(cells[6]));
          arrays.put(array.name, array);
        }
        case "job" -> named(cells[1]).job = Long.parseLong(cells[2]);
        case "never" -> {
          TaskArray.Part part = named(cells[1]).parts.get(Integer.valueOf(cells[2]));
          if (part != null) {
            part.closed = true;
          }
        }
        default -> throw new IllegalArgumentException("unknown");
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UncheckedIOException(
          new IOException(
              file + " is damaged: '" + line + "'; start the run anew in another folder", e));
    }
  }

  private TaskArray named(String name) {
    TaskArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(name);
    }
    return array;
  }

  private static List<String> names(String cell) {
    return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(",", -1));
  }

  /** Everything that was ever to be submitted, by name, in that order. */
  Map<String, TaskArray> arrays() {
    return arrays;
  }

  /** The instant 0 of the run, in microseconds since 1970; negative before the first session. */
  long originMicros() {
    return originMicros;
  }

  void origin(long micros) {
    originMicros = micros;
    append("origin\t" + micros);
  }

  /** The number of a node: that of the cluster where known, else in the order of appearance. */
  int node(String host) {
    int number = hosts.indexOf(host);
    if (number < 0) {
      number = hosts.size();
      hosts.add(host);
      append("host\t" + host);
    }
    return number;
  }

  /** Takes the nodes' names in the order of their numbers, unless some are known already. */
  void nodes(List<String> names) {
    if (hosts.isEmpty()) {
      names.forEach(this::node);
    }
  }

  /** Notes an array that is about to be submitted; durable when this returns. */
  void intend(TaskArray array) {
    arrays.put(array.name, array);
    append(
        String.join(
            "\t",
            "array",
            array.name,
            Integer.toString(array.set.id()),
            Integer.toString(array.first),
            array.parts.keySet().stream().map(String::valueOf).collect(Collectors.joining(",")),
            String.join(",", array.after),
            String.join(",", array.afterSameIndex)));
    force();
  }

  /** Notes the number of an array. */
  void submitted(TaskArray array) {
    append("job\t" + array.name + "\t" + array.job);
    force();
  }

  /** Notes that a task ended without having begun. */
  void never(TaskArray array, int index) {
    append("never\t" + array.name + "\t" + index);
  }

  private void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }
}
