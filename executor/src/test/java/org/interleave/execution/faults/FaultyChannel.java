package org.interleave.execution.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link FaultyFileSystem}. Mapping it into memory is not provided for. */
final class FaultyChannel extends FileChannel {

  private interface Transfer {
    int apply(ByteBuffer bytes) throws IOException;
  }

  private final FaultyFileSystem files;
  private final Path path;
  private final FileChannel below;

  FaultyChannel(FaultyFileSystem files, Path path, FileChannel below) {
    this.files = files;
    this.path = path;
    this.below = below;
  }

  private int read(ByteBuffer into, Transfer transfer) throws IOException {
    files.meet(FileOperation.READ, path);
    return some(into, files.mostBytes(), transfer);
  }

  private int write(ByteBuffer from, Transfer transfer) throws IOException {
    if (files.fails(FileOperation.WRITE, path)) {
      if (files.bytesBefore() > 0) {
        some(from.duplicate(), files.bytesBefore(), transfer);
      }
      throw files.failure();
    }
    return some(from, files.mostBytes(), transfer);
  }

  private static int some(ByteBuffer bytes, int most, Transfer transfer) throws IOException {
    int limit = bytes.limit();
    bytes.limit(bytes.position() + Math.min(most, bytes.remaining()));
    try {
      return transfer.apply(bytes);
    } finally {
      bytes.limit(limit);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return read(into, below::read);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (into[i].hasRemaining()) {
        return read(into[i]);
      }
    }
    return 0;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return read(into, bytes -> below.read(bytes, position));
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return write(from, below::write);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (from[i].hasRemaining()) {
        return write(from[i]);
      }
    }
    return 0;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return write(from, bytes -> below.write(bytes, position));
  }

  @Override
  public long position() throws IOException {
    return below.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    files.meet(FileOperation.POSITION, path);
    below.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    files.meet(FileOperation.SIZE, path);
    return below.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    files.meet(FileOperation.TRUNCATE, path);
    below.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    files.meet(FileOperation.FORCE, path);
    if (files.waitsForDisk()) {
      below.force(metaData);
    }
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    files.meet(FileOperation.READ, path);
    return below.transferTo(position, Math.min(count, files.mostBytes()), target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    files.meet(FileOperation.WRITE, path);
    return below.transferFrom(source, position, Math.min(count, files.mostBytes()));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    files.meet(FileOperation.LOCK, path);
    return below.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    files.meet(FileOperation.LOCK, path);
    return below.tryLock(position, size, shared);
  }

  /** Closes the file in any case: a close that fails leaves nothing open. */
  @Override
  protected void implCloseChannel() throws IOException {
    below.close();
    files.meet(FileOperation.CLOSE, path);
  }
}
