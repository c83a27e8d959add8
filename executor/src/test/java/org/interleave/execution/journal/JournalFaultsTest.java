package org.interleave.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.interleave.execution.faults.FaultyFileSystem;
import org.interleave.execution.faults.FileOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever operation on a file fails, it is said, and what was durable is still there. */
class JournalFaultsTest {
  private static final String BROKEN = "Input/output error";

  @TempDir Path directory;
  private final FaultyFileSystem files = new FaultyFileSystem();

  /** Counts the facts that are durable for sure: those of the last force that returned. */
  private static void scenario(Path file, AtomicInteger durable) {
    int written = 1;
    try (Journal journal = Journal.create(file, Sample.BEGUN)) {
      durable.set(1);
      for (int batch = 1; batch <= 4; batch++) {
        for (int i = 0; i < batch; i++) {
          journal.append(Sample.FACTS.get(written++));
        }
        if (batch < 4) {
          journal.force();
          durable.set(written);
        }
      }
    }
    durable.set(written);
    assertThat(Journal.hasBegun(file)).isTrue();
    assertThat(Journal.read(file)).hasSize(written);
    tear(file);
    try (Journal journal = Journal.open(file)) {
      assertThat(journal.cutBytes()).isEqualTo(3);
      while (written < Sample.FACTS.size()) {
        journal.append(Sample.FACTS.get(written++));
      }
      journal.force();
      durable.set(written);
    }
  }

  /** As another process would, which was killed: uncounted. */
  private static void tear(Path file) {
    Path real = Path.of(file.toString());
    byte[] bytes = Sample.bytesOf(real);
    byte[] torn = Arrays.copyOf(bytes, bytes.length + 3);
    Sample.put(real, torn);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000",
    "1, 1000000",
    "30, 1000000",
    "1000, 1000000",
    "0, 100",
    "7, 100",
    "99, 100"
  })
  void whicheverOperationFailsWhatWasDurableStays(int bytesBefore, int atOnce) throws IOException {
    LongConsumer once = n -> files.failAt(n, BROKEN);
    LongConsumer forEver = n -> files.failFrom(n, BROKEN);
    LongConsumer full = files::fullFrom;
    for (LongConsumer fault : List.of(once, forEver, full)) {
      long n = 1;
      while (fails(fault, n, bytesBefore, atOnce)) {
        n++;
      }
      assertThat(n).as("operations").isGreaterThan(30);
    }
  }

  /** Whether there was an n-th operation to fail. */
  private boolean fails(LongConsumer fault, long n, int bytesBefore, int atOnce)
      throws IOException {
    Path real = directory.resolve("journal");
    Files.deleteIfExists(real);
    files.reset();
    files.dontWaitForDisk();
    files.atMostAtOnce(atOnce);
    fault.accept(n);
    files.bytesBeforeFailing(bytesBefore);
    AtomicInteger durable = new AtomicInteger();
    Throwable failure = catchThrowable(() -> scenario(files.path(real), durable));
    boolean failed = files.failed() > 0;
    files.faultsOff();
    if (failed) {
      assertThat(failure)
          .as("operation %d", n)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageMatching("can't (write|read) \\Q" + real + "\\E: (I|No s).*")
          .hasMessageNotContaining("\n");
      assertThat(failure.getMessage()).containsAnyOf(BROKEN, "No space left on device");
    } else {
      assertThat(failure).isNull();
    }
    Path file = files.path(real);
    if (durable.get() == 0 && !Journal.hasBegun(file)) {
      Journal.create(file, Sample.BEGUN).close();
    }
    try (Journal journal = Journal.open(file)) {
      int facts = journal.recovered().size();
      assertThat(facts).as("operation %d", n).isGreaterThanOrEqualTo(durable.get());
      assertThat(journal.recovered()).isEqualTo(Sample.FACTS.subList(0, facts));
      Sample.FACTS.subList(facts, Sample.FACTS.size()).forEach(journal::append);
    }
    assertThat(Journal.read(real)).isEqualTo(Sample.FACTS);
    return failed;
  }

  @Test
  void shortWritesAndReadsAreNoFailure() {
    Path real = directory.resolve("journal");
    for (int most = 1; most <= 200; most += most < 10 ? 1 : 37) {
      files.reset();
      files.atMostAtOnce(most);
      Path file = files.path(real);
      Sample.write(file, Sample.FACTS);
      assertThat(Journal.read(file)).isEqualTo(Sample.FACTS);
      assertThat(Sample.bytesOf(real)).isEqualTo(Sample.bytes(directory.resolve("whole" + most)));
      real = directory.resolve("journal" + most);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WRITE", "FORCE"})
  void afterAFailureEveryCallFailsAlikeAndNothingIsWritten(FileOperation kind) {
    Path real = directory.resolve("journal");
    Journal journal = Journal.create(files.path(real), Sample.BEGUN);
    files.reset();
    files.failAt(kind == FileOperation.WRITE ? 1 : 2, BROKEN);
    journal.append(Sample.FACTS.get(1));
    byte[] before = Sample.bytesOf(real);
    String message =
        "can't write "
            + real
            + ": Input/output error; once that is mended, the run can be resumed from what was"
            + " recorded before";
    fails(journal::force, message);
    assertThat(files.operations(kind)).isEqualTo(1);
    long operations = files.operations();
    fails(() -> journal.append(Sample.FACTS.get(2)), message);
    fails(journal::force, message);
    fails(journal::force, message);
    assertThat(files.operations()).isEqualTo(operations);
    fails(journal::close, message);
    assertThat(files.operations(FileOperation.CLOSE)).as("released").isEqualTo(1);
    assertThat(files.operations(FileOperation.WRITE)).isEqualTo(1);
    journal.close();
    fails(() -> journal.append(Sample.FACTS.get(2)), message);
    if (kind == FileOperation.WRITE) {
      assertThat(Sample.bytesOf(real)).isEqualTo(before);
    }
  }

  @Test
  void aFailureInABlockWithResourcesIsTheOneThatIsTold() {
    Throwable failure =
        catchThrowable(
            () -> {
              try (Journal journal =
                  Journal.create(files.path(directory.resolve("j")), Sample.BEGUN)) {
                files.failAt(files.operations() + 1, BROKEN);
                journal.append(Sample.FACTS.get(1));
                journal.force();
              }
            });
    assertThat(failure).isInstanceOf(UncheckedIOException.class);
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test
  void anAppendThatWritesCanFailToo() {
    try (Journal first = Journal.create(directory.resolve("j"), Sample.BEGUN)) {
      first.append(Sample.FACTS.get(1));
    }
    files.reset();
    Journal journal = Journal.open(files.path(directory.resolve("j")));
    files.failFrom(files.operations() + 1, BROKEN);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> {
              for (int number = 2; number < 10_000; number++) {
                journal.append(new Fact.Session(number, 0, "w"));
              }
            });
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(journal::close);
    assertThat(Journal.read(directory.resolve("j"))).hasSize(2);
  }

  private static void fails(ThrowingCallable call, String how) {
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(call).withMessage(how);
  }
}
