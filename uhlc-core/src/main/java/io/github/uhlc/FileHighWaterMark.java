package io.github.uhlc;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/**
 * A high-water mark in a file. A bound survives a crash of the process and of the machine from the
 * moment {@link #extend} has returned, and damage to either half of the file.
 *
 * <p>A mark is open once: in one process, and there once. A file of the same name with {@code
 * .lock} added is locked meanwhile; it stays when the mark is closed. Before each write the mark
 * makes sure that nobody has taken the file or its lock over. If somebody has, it throws from then
 * on, and is good for nothing but {@link #close}.
 *
 * <p>Other failures pass: the bound is what it was, and an extension succeeds once the file can be
 * written again. An interrupt has no effect, and stays pending. All errors are {@link
 * HighWaterMarkException}s. This class is thread-safe; calls wait for one another.
 *
 * <p>HAZARD: if the file is deleted between two runs, the clock starts as if there had been none.
 * If it is restored from a backup, times issued after the backup was made can repeat. HAZARD: if
 * the file is on a network file system, it is only as durable and its lock only as exclusive as
 * that makes them.
 */
public final class FileHighWaterMark implements HighWaterMark, AutoCloseable {
  // State: all of it, and the file, belong to the monitor of this object. bound is volatile for
  // toString, which shall not wait for the disk.

  private final Path path;
  private final MarkLock lock;
  private final MarkFile file;
  private volatile NTP64 bound;
  private String unusable;

  /**
   * Opens a mark, which is made, with bound {@link NTP64#ZERO}, if the file does not exist.
   *
   * @param path a file of the default file system in a directory that can be written; symbolic
   *     links are followed
   * @return the mark, open until it is closed or the process ends
   * @throws HighWaterMarkException if the mark is open already, here or in another process; if the
   *     file is damaged, of a later version, or no plain file; if it cannot be read and written
   */
  public static FileHighWaterMark open(Path path) {
    return open(path, new Disk());
  }

  static FileHighWaterMark open(Path given, Disk disk) {
    try {
      Path path = MarkFile.locate(given);
      MarkLock lock = MarkLock.take(path);
      try {
        return new FileHighWaterMark(path, disk, lock);
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure("open", given, e);
    }
  }

  private FileHighWaterMark(Path path, Disk disk, MarkLock lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.file = new MarkFile(path, disk);
    try (FileLock turn = lock.turnOrNull()) {
      if (turn == null) {
        throw lock.inUse("another process");
      }
      this.bound = NTP64.ofBits(file.open());
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>After a crash it may be the bound of an extension that had not returned.
   *
   * @throws HighWaterMarkException if the mark is closed or was taken over
   */
  @Override
  public synchronized NTP64 bound() {
    requireUsable();
    return bound;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the new bound is not greater than {@code current}
   * @throws HighWaterMarkException if the bound is not {@code current}; if the mark is closed, was
   *     taken over, or cannot be written
   */
  @Override
  public synchronized void extend(NTP64 current, NTP64 newBound) {
    if (!newBound.isAfter(current)) {
      throw new IllegalArgumentException(
          "a bound only grows: current=" + current + ", bound=" + newBound);
    }
    requireUsable();
    if (!current.equals(bound)) {
      throw new HighWaterMarkException(
          "another clock has extended the mark: current=" + current + ", bound=" + bound);
    }
    try (FileLock turn = lock.turnOrNull()) {
      if (turn == null || !lock.isInPlace() || !file.isUntouched(bound.bits())) {
        unusable = "somebody else has opened, changed, moved or deleted the mark or its lock file";
        requireUsable();
      }
      file.extend(newBound.bits());
      bound = newBound;
    } catch (IOException e) {
      throw failure("extend", path, e);
    }
  }

  /** Closes the mark, which can then be opened again. Closing it twice changes nothing. */
  @Override
  public synchronized void close() {
    if (lock.isOpen()) {
      unusable = "the mark is closed";
      try {
        lock.close();
      } catch (IOException e) {
        throw failure("close", path, e);
      }
    }
  }

  /** Returns the path and the bound, for people. */
  @Override
  public String toString() {
    return "FileHighWaterMark[file=" + path + ", bound=" + bound.toRfc3339() + "]";
  }

  private void requireUsable() {
    if (unusable != null) {
      throw new HighWaterMarkException(unusable + ": file=\"" + MarkFile.quote(path) + '"');
    }
  }

  private static HighWaterMarkException failure(String action, Path path, IOException cause) {
    return new HighWaterMarkException(
        "cannot "
            + action
            + " the mark: file=\""
            + MarkFile.quote(path)
            + "\", error=\""
            + Text.quote(cause.toString(), 255)
            + '"',
        cause);
  }
}
