package org.interleave.execution.faults;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The file system below it, but it counts what is done to files, and fails where it is told to. A
 * test first counts the operations of a scenario, then runs it once for each of them, which fails:
 *
 * <pre>{@code
 * FaultyFileSystem files = new FaultyFileSystem();
 * scenario(files.path(directory));
 * long operations = files.operations();
 * for (long n = 1; n <= operations; n++) {
 *   files.reset();
 *   files.failAt(n, "Input/output error");
 *   ...
 * }
 * }</pre>
 *
 * <p>Without an order to fail it only counts. Paths of it have no {@code java.io.File}, so that
 * code which goes around it is found. For several threads; operations then have the numbers in
 * which they came.
 */
public final class FaultyFileSystem extends FileSystem {

  private final FaultyProvider provider = new FaultyProvider(this);
  private final Map<FileOperation, Long> counts = new EnumMap<>(FileOperation.class);
  private final List<String> log = new ArrayList<>();
  private @Nullable FileSystem below;
  private boolean logs;
  private long operations;
  private long failed;
  private long first = Long.MAX_VALUE;
  private long last;
  private boolean onlyWhatNeedsRoom;
  private String reason = "";
  private int bytesBefore;
  private int mostBytes = Integer.MAX_VALUE;
  private boolean waitsForDisk = true;

  /** A path whose operations are counted, and may fail. */
  public synchronized Path path(Path real) {
    below = real.getFileSystem();
    return new FaultyPath(this, real);
  }

  /** Forgets all orders and counts. */
  public synchronized void reset() {
    faultsOff();
    counts.clear();
    log.clear();
    operations = 0;
    failed = 0;
    mostBytes = Integer.MAX_VALUE;
  }

  /** Forgets the orders to fail; goes on counting. */
  public synchronized void faultsOff() {
    first = Long.MAX_VALUE;
    last = 0;
    bytesBefore = 0;
    onlyWhatNeedsRoom = false;
  }

  /** The n-th operation since the last reset, from 1, fails; those after it do not. */
  public synchronized void failAt(long n, String why) {
    faultsOff();
    first = n;
    last = n;
    reason = why;
  }

  /** The n-th operation since the last reset, from 1, fails, and all after it. */
  public synchronized void failFrom(long n, String why) {
    failAt(n, why);
    last = Long.MAX_VALUE;
  }

  /** From the n-th operation on there is no room: what needs some fails, what does not goes on. */
  public synchronized void fullFrom(long n) {
    failFrom(n, "No space left on device");
    onlyWhatNeedsRoom = true;
  }

  /** A write that fails writes some of its bytes before, at most this many. */
  public synchronized void bytesBeforeFailing(int bytes) {
    bytesBefore = bytes;
  }

  /** No write and no read moves more bytes than this at once; that alone is no failure. */
  public synchronized void atMostAtOnce(int bytes) {
    mostBytes = bytes;
  }

  /**
   * From now on files are not really forced to the disk; it is counted, and fails, as before.
   * Without a crash of the machine nobody can tell, and a test of many runs is ten times faster.
   */
  public synchronized void dontWaitForDisk() {
    waitsForDisk = false;
  }

  synchronized boolean waitsForDisk() {
    return waitsForDisk;
  }

  /** How many operations there were since the last reset, failed ones too. */
  public synchronized long operations() {
    return operations;
  }

  /** How many operations of a kind there were since the last reset. */
  public synchronized long operations(FileOperation kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How many operations failed by order since the last reset. */
  public synchronized long failed() {
    return failed;
  }

  /** Keeps a log of operations from now on. */
  public synchronized void keepLog() {
    logs = true;
  }

  /** The operations since the last reset, such as {@code WRITE journal}, if a log is kept. */
  public synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Counts an operation. */
  void meet(FileOperation kind, Path path) throws IOException {
    if (fails(kind, path)) {
      throw new IOException(reason);
    }
  }

  /** Counts an operation; whether it is to fail. */
  synchronized boolean fails(FileOperation kind, Path path) {
    operations++;
    counts.merge(kind, 1L, Long::sum);
    if (logs) {
      log.add(kind + " " + path.getFileName());
    }
    boolean fails =
        operations >= first && operations <= last && (!onlyWhatNeedsRoom || kind.needsRoom());
    failed += fails ? 1 : 0;
    return fails;
  }

  synchronized IOException failure() {
    return new IOException(reason);
  }

  synchronized int bytesBefore() {
    return bytesBefore;
  }

  synchronized int mostBytes() {
    return mostBytes;
  }

  private synchronized FileSystem below() {
    if (below == null) {
      throw new IllegalStateException("no path has been taken into this file system");
    }
    return below;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return below().isReadOnly();
  }

  @Override
  public String getSeparator() {
    return below().getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(below().getRootDirectories().spliterator(), false)
        .map(this::path)
        .toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return below().getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return below().supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(below().getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = below().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(FaultyPath.real(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return below().getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
