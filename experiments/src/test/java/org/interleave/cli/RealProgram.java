package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The command as a process of its own, which can be sent signals; closing it kills it. */
final class RealProgram implements AutoCloseable {

  /** Long enough for whatever happens, on however busy a machine. */
  static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final Path out;
  private final Path err;

  private RealProgram(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts the command.
   *
   * @param folder where its standard output and error go
   */
  static RealProgram start(Path folder, String... arguments) throws IOException {
    return startBy(List.of(), folder, arguments);
  }

  /** Starts the command by another one, to which it is given as further words. */
  static RealProgram startBy(List<String> front, Path folder, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(front);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // No file of its own in the system's folder for temporary ones.
    words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-XX:-UsePerfData", "-Djava.awt.headless=true"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new RealProgram(process, out, err);
  }

  /** Sends it a signal, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Waits for its end; yields the exit code. */
  int exitCode() throws InterruptedException {
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ended).as("has ended; it said: %s", err()).isTrue();
    return process.exitValue();
  }

  /** Waits for something, as long as the program lives. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      boolean goesOn = process.isAlive() && System.nanoTime() < deadline;
      assertThat(goesOn || condition.getAsBoolean()).as("%s; it said: %s", what, err()).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to standard output so far. */
  String out() {
    return text(out);
  }

  /** What it has written to standard error so far. */
  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
