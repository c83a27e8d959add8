package org.interleave.execution.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyFileSystemTest {

  @TempDir Path real;
  private final FaultyFileSystem files = new FaultyFileSystem();
  private Path directory;

  @BeforeEach
  void wrap() {
    directory = files.path(real);
  }

  private void scenario() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Path draft = Files.writeString(folder.resolve("draft"), "text");
    Files.move(draft, folder.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
    Files.copy(folder.resolve("file"), folder.resolve("copy"));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).hasSize(2).allMatch(path -> path.getFileSystem() == files);
    }
    assertThat(Files.readString(folder.resolve("copy"))).isEqualTo("text");
    assertThat(Files.size(folder.resolve("copy"))).isEqualTo(4);
    Files.delete(folder.resolve("copy"));
    Files.delete(folder.resolve("file"));
    Files.delete(folder);
  }

  @Test
  void withoutAnOrderItOnlyCounts() throws IOException {
    scenario();
    assertThat(files.failed()).isZero();
    for (FileOperation kind :
        List.of(
            FileOperation.CREATE_DIRECTORY,
            FileOperation.WRITE,
            FileOperation.MOVE,
            FileOperation.COPY,
            FileOperation.LIST)) {
      assertThat(files.operations(kind)).as("%s", kind).isEqualTo(1);
    }
    assertThat(files.operations(FileOperation.DELETE)).isEqualTo(3);
    assertThat(files.operations(FileOperation.OPEN)).isEqualTo(2);
    assertThat(files.operations(FileOperation.CLOSE)).isEqualTo(2);
    files.reset();
    assertThat(files.operations()).isZero();
  }

  @Test
  void eachOperationCanFail() throws IOException {
    scenario();
    long operations = files.operations();
    for (long n = 1; n <= operations; n++) {
      files.reset();
      files.failAt(n, "broken");
      assertThatIOException()
          .as("operation %d", n)
          .isThrownBy(this::scenario)
          .withMessage("broken");
      files.faultsOff();
      for (String name : List.of("folder/draft", "folder/file", "folder/copy", "folder")) {
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  @Test
  void aFailingWriteCanWriteSomethingBefore() throws IOException {
    try (FileChannel channel = open()) {
      files.failAt(files.operations() + 1, "No space left on device");
      files.bytesBeforeFailing(3);
      ByteBuffer bytes = ByteBuffer.wrap(new byte[8]);
      assertThatIOException().isThrownBy(() -> channel.write(bytes));
      assertThat(bytes.remaining()).isEqualTo(8);
      assertThat(channel.write(bytes)).isEqualTo(8);
    }
    assertThat(real.resolve("file")).hasSize(11);
  }

  @Test
  void aFullDiskRefusesWhatNeedsRoomAndNothingElse() throws IOException {
    try (FileChannel channel = open()) {
      channel.write(ByteBuffer.wrap(new byte[8]));
      files.fullFrom(1);
      assertThat(channel.size()).isEqualTo(8);
      channel.truncate(4);
      assertThatIOException()
          .isThrownBy(() -> channel.write(ByteBuffer.wrap(new byte[1])))
          .withMessage("No space left on device");
      assertThatIOException().isThrownBy(() -> channel.force(false));
      files.faultsOff();
    }
    assertThat(real.resolve("file")).hasSize(4);
  }

  @Test
  void transfersCanBeShort() throws IOException {
    files.atMostAtOnce(2);
    try (FileChannel channel = open()) {
      assertThat(channel.write(ByteBuffer.wrap(new byte[8]))).isEqualTo(2);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
