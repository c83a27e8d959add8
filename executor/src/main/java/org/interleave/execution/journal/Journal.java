package org.interleave.execution.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a run, written before anybody acts on them, so that a run can go on after its
 * process was killed or its machine crashed.
 *
 * <p>The file holds a line a fact: a checksum (CRC32C, eight hexadecimal digits) of all that
 * follows it in the line, the line's number from 1, the fact's name and its fields, separated by
 * single blanks. The first line also bears the mark {@code interleave-journal} and the format's
 * version. Texts are percent-encoded, numbers canonical: for every fact there is exactly one line.
 *
 * <p>A fact is durable when {@link #force} has returned after it was appended. Whoever recovers a
 * journal gets all durable facts, in their order, and perhaps some that were appended after them.
 * That rests on three rules:
 *
 * <ul>
 *   <li>A last line that is incomplete, or whose checksum does not match, is a torn tail: a process
 *       was killed while it wrote. It is cut off.
 *   <li>Anything else that is wrong is refused, with its place: a damaged line before the last one,
 *       a line out of its order, a fact that can't follow those before it. A machine that crashes
 *       in the middle of a batch can leave several damaged lines at the end, or a damaged one
 *       before whole ones, because a disk may write the blocks of a file in any order. That is
 *       refused too: it can't be told from decay of what was durable, which must not pass
 *       unnoticed. If there was a crash, the message's way out is safe, for nobody has acted on
 *       facts that were not yet durable.
 *   <li>After the first failed write the journal is poisoned: every later call fails alike, and
 *       nothing more is written. What a failed write has left behind is known only after reading
 *       the file anew.
 * </ul>
 *
 * <p>Not for use by several threads, nor by several processes: see {@link RunDirectory}. A thread
 * that is interrupted while it writes closes the file, as with every {@link FileChannel}; an
 * interrupt that came before does no harm, and is kept.
 */
public final class Journal implements AutoCloseable {

  private static final int WRITTEN_AT_ONCE = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final FactOrder order;
  private final List<Fact> recovered;
  private final long cutBytes;
  private final FactWriter lines = new FactWriter();

  private long facts;
  private boolean unforced;
  private boolean closed;
  private @Nullable IOException failure;

  private Journal(
      Path file, FileChannel channel, FactOrder order, List<Fact> recovered, long cutBytes) {
    this.file = file;
    this.channel = channel;
    this.order = order;
    this.recovered = List.copyOf(recovered);
    this.cutBytes = cutBytes;
    this.facts = recovered.size();
  }

  /**
   * Begins a journal. Its first fact is durable when this returns. A file in which no journal has
   * begun ({@link #hasBegun}) is replaced.
   *
   * @throws JournalException if there is a journal already
   * @throws UncheckedIOException if the file can't be written
   */
  public static Journal create(Path file, Fact.Begun begun) {
    FileChannel channel;
    try {
      channel = openNew(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    Journal journal = new Journal(file, channel, new FactOrder(), List.of(), 0);
    try {
      journal.append(begun);
      journal.force();
      Storage.forceEntries(Storage.folderOf(file));
      return journal;
    } catch (IOException e) {
      throw Storage.closing(channel, cannotWrite(file, e));
    } catch (RuntimeException e) {
      throw Storage.closing(channel, e);
    }
  }

  /**
   * Goes on with a journal: reads its facts, cuts off a torn tail, and makes durable what is left.
   *
   * @throws JournalException if there is none (see {@link #hasBegun}), or if it is damaged
   * @throws UncheckedIOException if the file can't be read or written
   */
  public static Journal open(Path file) {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw notThere(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    try {
      Recovery recovery = recover(file, channel);
      long torn = recovery.length() - recovery.end();
      try {
        if (torn > 0) {
          channel.truncate(recovery.end());
        }
        channel.position(recovery.end());
        channel.force(true); // a process that was killed may not have come to it
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
      return new Journal(file, channel, recovery.order(), recovery.facts(), torn);
    } catch (RuntimeException e) {
      throw Storage.closing(channel, e);
    }
  }

  /**
   * The facts of a journal, without a torn tail. The file is not changed.
   *
   * @throws JournalException if there is none, or if it is damaged
   * @throws UncheckedIOException if the file can't be read
   */
  public static List<Fact> read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return List.copyOf(recover(file, channel).facts());
    } catch (NoSuchFileException e) {
      throw notThere(file);
    } catch (IOException e) {
      throw Storage.cannotRead(file, e);
    }
  }

  /**
   * Whether a journal has begun in this file. It has not if there is no file, if it is empty, or if
   * it ends with or in a first line that is torn; nothing has been done then, and {@link #create}
   * may begin.
   *
   * @throws UncheckedIOException if the file can't be read
   */
  public static boolean hasBegun(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Recovery.hasBegun(file, channel);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw Storage.cannotRead(file, e);
    }
  }

  /** The facts that were there when the journal was opened. */
  public List<Fact> recovered() {
    return recovered;
  }

  /** How many bytes of a torn tail were cut off when the journal was opened. */
  public long cutBytes() {
    return cutBytes;
  }

  /**
   * Adds a fact. It is not durable before {@link #force} returns.
   *
   * @throws IllegalArgumentException if it can't follow the facts before it; it is not added then,
   *     and the journal stays usable
   * @throws UncheckedIOException if the file can't be written, or could not before
   */
  public void append(Fact fact) {
    check();
    int before = lines.size();
    lines.add(fact, facts + 1);
    try {
      if (lines.size() - before > Recovery.LONGEST_LINE) {
        throw new IllegalArgumentException("a fact is longer than any journal can hold");
      }
      order.accept(fact);
    } catch (IllegalArgumentException e) {
      lines.cut(before);
      throw e;
    }
    facts++;
    if (lines.size() >= WRITTEN_AT_ONCE) {
      write(false);
    }
  }

  /**
   * Makes all facts durable that have been added. Does nothing if they are already.
   *
   * @throws UncheckedIOException if the file can't be written, or could not before
   */
  public void force() {
    check();
    if (unforced || lines.size() > 0) {
      write(true);
    }
  }

  /**
   * Makes all facts durable and closes the file. A second time it does nothing.
   *
   * @throws UncheckedIOException if the file can't be written, or could not before
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      force();
    } catch (RuntimeException e) {
      throw Storage.closing(channel, e);
    }
    try {
      channel.close();
    } catch (IOException e) {
      failure = e;
      throw cannotWrite(file, e);
    }
  }

  private void check() {
    if (failure != null) {
      throw cannotWrite(file, failure);
    }
    if (!channel.isOpen()) {
      throw new IllegalStateException("the journal " + file + " is closed");
    }
  }

  private void write(boolean durably) {
    boolean interrupted = Thread.interrupted(); // would close the channel
    try {
      unforced = true;
      ByteBuffer rest = lines.buffer();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      lines.clear();
      if (durably) {
        channel.force(false);
        unforced = false;
      }
    } catch (IOException e) {
      failure = e;
      throw cannotWrite(file, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Recovery recover(Path file, FileChannel channel) {
    try {
      return Recovery.of(file, channel);
    } catch (IOException e) {
      throw Storage.cannotRead(file, e);
    }
  }

  private static FileChannel openNew(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      if (hasBegun(file)) {
        throw new JournalException(
            file + " holds the journal of a run; resume that run, or choose another --out");
      }
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static JournalException notThere(Path file) {
    return new JournalException("there is no journal " + file + ": there is nothing to resume");
  }

  private static UncheckedIOException cannotWrite(Path file, IOException cause) {
    return Storage.cannotWrite(
        file, cause, "once that is mended, the run can be resumed from what was recorded before");
  }
}
