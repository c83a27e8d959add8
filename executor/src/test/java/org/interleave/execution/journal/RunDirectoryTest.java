package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.execution.faults.FaultyFileSystem;
import org.interleave.spec.Printable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunDirectoryTest {

  @TempDir Path directory;

  @Test
  void createsWhatIsMissing() {
    Path deep = directory.resolve("a/b/c");
    try (RunDirectory run = RunDirectory.open(deep)) {
      assertThat(deep).isDirectory();
      assertThat(run.path()).isEqualTo(deep);
      assertThat(run.resolve("journal")).isEqualTo(deep.resolve("journal"));
      assertThat(deep.resolve("lock"))
          .hasContent("process " + ProcessHandle.current().pid() + " on " + Host.name());
    }
  }

  @Test
  void isOpenOnceInAProcess() throws IOException {
    Path other = directory.resolveSibling(directory.getFileName() + "-link");
    Files.createSymbolicLink(other, directory);
    try (RunDirectory run = RunDirectory.open(directory)) {
      for (Path name :
          List.of(directory, directory.resolve("../" + directory.getFileName()), other)) {
        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(() -> RunDirectory.open(name))
            .withMessage(
                "folder "
                    + name
                    + " is in use by another run (process "
                    + ProcessHandle.current().pid()
                    + " on "
                    + Host.name()
                    + "); wait for it, or choose another --out");
      }
      assertThat(run.path()).isEqualTo(directory);
    } finally {
      Files.delete(other);
    }
    RunDirectory.open(directory).close();
  }

  @Test
  void closingTwiceDoesNotFreeWhatAnotherHasTaken() {
    RunDirectory first = RunDirectory.open(directory);
    first.close();
    try (RunDirectory second = RunDirectory.open(directory)) {
      first.close();
      assertThat(second.path()).isEqualTo(directory);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> RunDirectory.open(directory));
    }
  }

  @Test
  void anotherProcessIsRefusedEvenAfterOneWasRefusedInThisOne() throws Exception {
    try (RunDirectory run = RunDirectory.open(directory)) {
      assertThat(catchThrowable(() -> RunDirectory.open(run.path())))
          .isInstanceOf(JournalException.class);
      assertThat(firstLineOf(holder()))
          .isEqualTo(
              "folder "
                  + directory
                  + " is in use by another run (process "
                  + ProcessHandle.current().pid()
                  + " on "
                  + Host.name()
                  + "); wait for it, or choose another --out");
    }
  }

  @Test
  void isRefusedWhileAnotherProcessHoldsItAndFreeOnceThatIsKilled() throws Exception {
    Process holder = holder();
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("holds " + directory);
      for (int again = 0; again < 2; again++) {
        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(() -> RunDirectory.open(directory))
            .withMessageContaining(
                "is in use by another run (process " + holder.pid() + " on " + Host.name() + ")");
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
    RunDirectory.open(directory).close();
  }

  @Test
  void isFreeForAnotherProcessOnceItIsClosed() throws Exception {
    RunDirectory.open(directory).close();
    assertThat(firstLineOf(holder())).isEqualTo("holds " + directory);
  }

  @Test
  void anUnknownHolderIsNotNamed() throws Exception {
    Process holder = holder();
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("holds " + directory);
      Files.write(directory.resolve("lock"), new byte[0]);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> RunDirectory.open(directory))
          .withMessageContaining("is in use by another run; wait for it");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> RunDirectory.open(file))
        .withMessage(file + " is not a folder; choose another --out");
  }

  @Test
  void whicheverOperationFailsItIsSaidAndTheFolderIsFree() {
    FaultyFileSystem files = new FaultyFileSystem();
    int told = 0;
    for (int n = 1; n == 1 || files.failed() > 0; n++) {
      files.reset();
      files.failAt(n, "Input/output error");
      Path fresh = directory.resolve("a" + n + "/b");
      Throwable failure = catchThrowable(() -> RunDirectory.open(files.path(fresh)).close());
      if (failure != null) {
        told++;
        assertThat(failure)
            .as("operation %d", n)
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageMatching(
                "can't write \\Q"
                    + fresh
                    + "\\E(/lock)?: Input/output error; mend that, or choose another --out");
      }
      RunDirectory.open(fresh).close();
    }
    assertThat(told).isGreaterThan(8);
  }

  private Process holder() throws IOException {
    String classes =
        Stream.of(RunDirectory.class, LockHolder.class, Printable.class, NullMarked.class)
            .map(RunDirectoryTest::placeOf)
            .collect(Collectors.joining(System.getProperty("path.separator")));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes,
            LockHolder.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String firstLineOf(Process process) throws Exception {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      String first = lines.readLine();
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return first;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
