package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The folder of a run, for this process alone while it is open. The lock is the kernel's, on the
 * file {@code lock} in the folder: it ends with its holder, however that ends. The file itself
 * stays, and says who holds the lock.
 *
 * <p>Nobody else in this process may open and close that file: on some systems that gives up the
 * lock.
 */
public final class RunDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final int LONGEST_HOLDER = 512;

  /** What this process has open. Asked first, for even to look at a lock's file could end it. */
  private static final Set<Object> OPEN = new HashSet<>();

  private final Path path;
  private final Object key;
  private final FileChannel channel;
  private boolean closed;

  private RunDirectory(Path path, Object key, FileChannel channel) {
    this.path = path;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes a folder; creates it if there is none, with those above it.
   *
   * @throws JournalException if another run has it
   * @throws UncheckedIOException if it can't be created, written or locked
   */
  public static RunDirectory open(Path dir) {
    Object key;
    try {
      create(dir);
      key = key(dir);
    } catch (FileAlreadyExistsException e) {
      throw new JournalException(dir + " is not a folder; choose another --out");
    } catch (IOException e) {
      throw cannotWrite(dir, e);
    }
    synchronized (OPEN) {
      if (!OPEN.add(key)) {
        throw inUse(dir, holder());
      }
      boolean taken = false;
      try {
        RunDirectory directory = new RunDirectory(dir, key, lock(dir));
        taken = true;
        return directory;
      } finally {
        if (!taken) {
          OPEN.remove(key);
        }
      }
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** What is called so in the folder. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Gives the folder free. A second time it does nothing.
   *
   * @throws UncheckedIOException if the lock's file can't be closed
   */
  @Override
  public void close() {
    synchronized (OPEN) {
      if (closed) {
        return;
      }
      closed = true;
      OPEN.remove(key);
      try {
        channel.close();
      } catch (IOException e) {
        throw cannotWrite(path.resolve(LOCK), e);
      }
    }
  }

  private static FileChannel lock(Path dir) {
    Path file = dir.resolve(LOCK);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    try {
      if (!tryLock(channel)) {
        throw inUse(dir, read(channel));
      }
      channel.truncate(0);
      ByteBuffer holder = ByteBuffer.wrap(holder().getBytes(UTF_8));
      while (holder.hasRemaining()) {
        channel.write(holder);
      }
      return channel;
    } catch (IOException e) {
      throw Storage.closing(channel, cannotWrite(file, e));
    } catch (RuntimeException e) {
      throw Storage.closing(channel, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
    while (bytes.hasRemaining() && channel.read(bytes) > 0) {
      // until it is all there
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8).strip();
  }

  private static String holder() {
    return "process " + ProcessHandle.current().pid() + " on " + Host.name();
  }

  private static void create(Path dir) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path next = dir.toAbsolutePath();
    while (next != null && !Files.exists(next)) {
      missing.add(next);
      next = next.getParent();
    }
    Files.createDirectories(dir);
    for (Path created : missing) {
      Storage.forceEntries(Storage.folderOf(created));
    }
  }

  /** The same for all ways to name one folder. */
  private static Object key(Path dir) throws IOException {
    Object key = Files.readAttributes(dir, BasicFileAttributes.class).fileKey();
    return key == null ? dir.toRealPath() : key;
  }

  private static JournalException inUse(Path dir, String holder) {
    return new JournalException(
        "folder "
            + dir
            + " is in use by another run"
            + (holder.isEmpty() ? "" : " (" + holder + ")")
            + "; wait for it, or choose another --out");
  }

  private static UncheckedIOException cannotWrite(Path path, IOException cause) {
    return Storage.cannotWrite(path, cause, "mend that, or choose another --out");
  }
}
